using VaeTransforms.Model;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>
/// Owns the ONNX Runtime sessions of one model. A session is built when a set of outputs is first asked for.
/// Thread-safe; disposing it while batches are in use lets their current call finish and fails their next.
/// </summary>
internal sealed class VaeScorer(TrainedVae model) : IDisposable
{
    public TrainedVae Model { get; } = model;

    /// <summary>A buffer of rows and their outputs for one caller.</summary>
    /// <param name="outputs">What to compute.</param>
    /// <param name="capacity">The most rows a call may hold, from 1.</param>
    public BatchScorer CreateBatch(VaeOutputs outputs, int capacity) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
