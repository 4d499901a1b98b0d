using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Anomaly;

/// <summary>A threshold from the scores of rows that were not trained on.</summary>
internal static class HeldOutThreshold
{
    /// <summary>The 1 - contamination quantile of the held-out rows' scores.</summary>
    /// <param name="scorer">The trained model.</param>
    /// <param name="rows">[n, D], row-major, in the input's own units.</param>
    /// <param name="heldOut">Indices of the rows not trained on; at least one.</param>
    /// <param name="contamination">In (0, 0.5].</param>
    /// <remarks>It holds for new rows that are exchangeable with the held-out ones.</remarks>
    public static AnomalyThreshold Learn(VaeScorer scorer, float[] rows, long[] heldOut, double contamination)
    {
        var scores = new float[heldOut.Length];
        int width = scorer.Model.Architecture.InputSize;
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, Math.Min(heldOut.Length, VaeScorer.PreferredBatchSize(scorer.Model.Architecture)));
        BatchedRows.Compute(
            batch,
            heldOut.Length,
            VaeOutputs.Score,
            (row, values) => rows.AsSpan((int)(heldOut[row] * width), width).CopyTo(values),
            (row, values) => scores[row] = values[0]);

        return new AnomalyThreshold((float)SampleQuantile.At(scores, 1 - contamination), contamination, heldOut.Length);
    }
}
