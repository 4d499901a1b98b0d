using VaeTransforms.Anomaly;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Detection;

/// <summary>Learns what is normal from rows that were not trained on.</summary>
internal static class HeldOutRows
{
    /// <summary>The most scores that are kept: 32,768 place a rate of 1 % within 0.1 percentage points; more would only make files larger.</summary>
    public const int MostScores = 1 << 15;

    // Spreads need no more rows; and a row is computed for each of its slots, which for wide ones shall not take longer
    // than training. The work is in multiply-adds: half a second or so.
    private const int MostSlotRows = 1000;
    private const int FewestSlotRows = 20;
    private const long MostSlotWork = 20_000_000_000;

    /// <summary>The rows that the model learns from, of those not trained on.</summary>
    /// <param name="heldOut">Indices of the rows not trained on.</param>
    /// <param name="seed">Of the choice.</param>
    /// <remarks>Of very many rows a random part is kept, which leaves what is said of them exact, if less sharp.</remarks>
    public static long[] Some(long[] heldOut, int seed)
    {
        if (heldOut.Length <= MostScores)
        {
            return heldOut;
        }

        long[] shuffled = [.. heldOut];
        new Random(seed).Shuffle(shuffled);
        return shuffled[..MostScores];
    }

    /// <summary>The median of each slot, [D], in the input's own units.</summary>
    /// <param name="rows">[n, width], row-major, in the input's own units.</param>
    /// <param name="width">D.</param>
    /// <param name="heldOut">Indices of the rows not trained on; at least one.</param>
    public static float[] Centres(float[] rows, int width, long[] heldOut) =>
        [.. Enumerable.Range(0, width).Select(slot => Median([.. heldOut.Select(row => rows[(row * width) + slot])]))];

    /// <summary>Scores the rows.</summary>
    /// <param name="model">The trained detector.</param>
    /// <param name="rows">[n, D], row-major, in the input's own units.</param>
    /// <param name="heldOut">Indices of the rows not trained on; at least one.</param>
    /// <param name="leftOutScores">Of more rows than these, if the score can leave rows out of itself.</param>
    public static AnomalyCalibration Learn(TrainedVae model, float[] rows, long[] heldOut, float[]? leftOutScores)
    {
        int width = model.Architecture.InputSize;
        using var scorer = new VaeScorer(model);
        return new AnomalyCalibration
        {
            Scores = [.. (leftOutScores ?? Scores(scorer, rows, heldOut)).Order()],
            SlotSpreads = width > RowExplainer.MaxSlots ? [.. Enumerable.Repeat(1f, width)] : Spreads(scorer, rows, heldOut),
        };
    }

    /// <summary>How many rows <see cref="Learn"/> takes scores of.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="heldOut">Those not trained on.</param>
    /// <param name="score">What scores them.</param>
    public static long Count(long rows, long heldOut, AnomalyScore score) => Math.Min(MostScores, score.CanLeaveOut ? rows : heldOut);

    private static float[] Scores(VaeScorer scorer, float[] rows, long[] indices)
    {
        var scores = new float[indices.Length];

        // A NaN, of finite values, is the score of a row beyond all numbers.
        Compute(scorer, VaeOutputs.Score, rows, indices, (row, values) => scores[row] = float.IsNaN(values[0]) ? float.PositiveInfinity : values[0]);
        return scores;
    }

    /// <summary>The root of the mean squared distance of values to what the other slots let expect, [D].</summary>
    private static float[] Spreads(VaeScorer scorer, float[] rows, long[] heldOut)
    {
        int width = scorer.Model.Architecture.InputSize;
        long affordable = MostSlotWork / (width * scorer.Model.Architecture.WeightCount);
        long[] some = heldOut[..(int)Math.Min(heldOut.Length, Math.Clamp(affordable, FewestSlotRows, MostSlotRows))];
        var squares = new double[width];
        Compute(scorer, VaeOutputs.Expected, rows, some, (row, expected) =>
        {
            for (int slot = 0; slot < width; slot++)
            {
                double difference = rows[(some[row] * width) + slot] - expected[slot];
                squares[slot] += difference * difference;
            }
        });

        // A slot that never differs has no spread; one of a millionth of its scale is as good as none, and finite.
        return [.. squares.Select((sum, slot) => Math.Sqrt(sum / some.Length) is > 0 and < float.MaxValue and var spread && (float)spread > 0
            ? (float)spread
            : Math.Max(1e-6f * scorer.Model.SlotScales()[slot], float.Epsilon))];
    }

    private static float Median(float[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    /// <summary>One output of some rows.</summary>
    /// <param name="scorer">Computes it.</param>
    /// <param name="output">Which one.</param>
    /// <param name="rows">[n, D], row-major, in the input's own units.</param>
    /// <param name="indices">Of the rows that are wanted; at least one.</param>
    /// <param name="read">Takes the output of a row, by its place among the indices.</param>
    public static void Compute(VaeScorer scorer, VaeOutputs output, float[] rows, long[] indices, BatchedRows.RowReader read)
    {
        int width = scorer.Model.Architecture.InputSize;
        using BatchScorer batch = scorer.CreateBatch(output, Math.Min(indices.Length, VaeScorer.PreferredBatchSize(scorer.Model, output)));
        BatchedRows.Compute(
            batch, indices.Length, output, (row, values) => rows.AsSpan(checked((int)(indices[row] * width)), width).CopyTo(values), read);
    }
}
