using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Analysis;

/// <summary>The decoder of a model as a <see cref="LatentDecoder"/>. It is not thread-safe.</summary>
internal sealed class ModelDecoder(VaeScorer scorer) : IDisposable
{
    private readonly BatchScorer _batch = scorer.CreateDecoder(VaeScorer.PreferredBatchSize(scorer.Model.Architecture));
    private readonly int _dimension = scorer.Model.Architecture.LatentDimension;
    private readonly int _width = scorer.Model.Architecture.InputSize;

    /// <inheritdoc cref="LatentDecoder"/>
    public float[] Decode(float[] latents)
    {
        int rows = latents.Length / _dimension;
        var decoded = new float[rows * _width];
        BatchedRows.Compute(
            _batch,
            rows,
            VaeOutputs.Reconstruction,
            (row, values) => latents.AsSpan(row * _dimension, _dimension).CopyTo(values),
            (row, values) => values.CopyTo(decoded.AsSpan(row * _width, _width)));
        return scorer.Model.Normalize(decoded);
    }

    public void Dispose() => _batch.Dispose();
}
