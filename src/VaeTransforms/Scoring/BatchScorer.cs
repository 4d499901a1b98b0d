using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>
/// Rows in, outputs out, through inputs and outputs bound once. Not thread-safe: each cursor and each row mapper has
/// its own.
/// </summary>
internal sealed class BatchScorer : IDisposable
{
    /// <summary>The most rows a call may hold.</summary>
    public int Capacity => throw new NotImplementedException();

    /// <summary>Where to write the values of a row, [D], before <see cref="Run"/>.</summary>
    public Span<float> Input(int row) => throw new NotImplementedException();

    /// <summary>Computes the outputs of the first rows.</summary>
    /// <param name="rows">From 1 to <see cref="Capacity"/>.</param>
    public void Run(int rows) => throw new NotImplementedException();

    /// <summary>A row's values of one output after <see cref="Run"/>: [K], [D] or [1]. Valid until the next call.</summary>
    public ReadOnlySpan<float> Output(VaeOutputs output, int row) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
