using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Analysis;

/// <summary>The decoder of a model as a <see cref="LatentDecoder"/>. It is not thread-safe.</summary>
/// <param name="scorer">The model.</param>
/// <param name="sample">The rows, for their conditions.</param>
internal sealed class ModelDecoder(VaeScorer scorer, RowSample sample) : IDisposable
{
    private readonly BatchScorer _batch = scorer.CreateDecoder(VaeScorer.PreferredBatchSize(scorer.Model.Architecture));
    private readonly int _dimension = scorer.Model.Architecture.LatentDimension;
    private readonly int _width = scorer.Model.Architecture.InputSize;

    /// <inheritdoc cref="LatentDecoder"/>
    public float[] Decode(float[] latents, int[] rows)
    {
        var decoded = new float[rows.Length * _width];
        BatchedRows.Compute(
            _batch,
            rows.Length,
            VaeOutputs.Reconstruction,
            (i, code) =>
            {
                latents.AsSpan(i * _dimension, _dimension).CopyTo(code);
                sample.Condition(rows[i]).CopyTo(code[_dimension..]);
            },
            (i, values) => values.CopyTo(decoded.AsSpan(i * _width, _width)));
        return scorer.Model.NormalizedFeatures(decoded);
    }

    public void Dispose() => _batch.Dispose();
}
