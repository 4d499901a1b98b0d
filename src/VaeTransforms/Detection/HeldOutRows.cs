using VaeTransforms.Anomaly;
using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Training;

namespace VaeTransforms.Detection;

/// <summary>Learns what is normal from rows that were not trained on.</summary>
internal static class HeldOutRows
{
    /// <summary>The largest number of scores that are kept: 32,768 estimate a rate of 1 % within 0.1 percentage points.</summary>
    public const int MaxScores = 1 << 15;

    // Spreads need no more rows. Each row is computed once for each of its slots, which for wide rows must not take longer than
    // training. The work is in multiply-adds: about half a second.
    private const int MaxSlotRows = 1000;
    private const int MinSlotRows = 20;
    private const long MaxSlotWork = 20_000_000_000;

    // A network with a mask learns to do without a column from the rows that lack it. From fewer it learns too little.
    private const double MinGapShare = 0.05;

    // In multiply-adds: a few seconds, and less than training on rows as wide.
    private const long MaxScoreWork = 50_000_000_000;

    /// <summary>
    /// The rows that a detector is calibrated with: all held-out rows; or of very many a random part, of blocks every k-th row.
    /// </summary>
    /// <param name="split">Which rows were held out.</param>
    /// <param name="seed">Seed for the choice.</param>
    public static long[] Part(RowSplit split, int seed)
    {
        long[] heldOut = split.Validation;
        if (heldOut.Length <= MaxScores)
        {
            return heldOut;
        }

        if (split.IsInBlocks)
        {
            int step = (heldOut.Length + MaxScores - 1) / MaxScores;
            return [.. heldOut.Where((_, i) => i % step == 0)];
        }

        long[] shuffled = [.. heldOut];
        new Random(seed).Shuffle(shuffled);
        return shuffled[..MaxScores];
    }

    /// <summary>The number of rows that a threshold rests on.</summary>
    /// <param name="rows">The number of all rows.</param>
    /// <param name="split">Which of them are held out.</param>
    /// <param name="score">What scores them.</param>
    public static long Count(long rows, RowSplit split, AnomalyScore score) =>
        Math.Min(MaxScores, score.HasLeaveOneOut && !split.IsApart ? rows : split.Validation.LongLength);

    /// <summary>
    /// What stands for the value of a column that is to be predicted from the others, as <see cref="TrainedVae.SlotCenters"/>.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="rows">In the input's own units.</param>
    /// <param name="split">Which rows were trained on and which not; at least one of either.</param>
    /// <param name="heldOut">Indices of the rows not trained on that are used.</param>
    public static float[] Centers(TrainedVae model, RowMatrix rows, RowSplit split, long[] heldOut)
    {
        var centers = new float[rows.Width];
        foreach (VaeColumn column in model.Columns)
        {
            int gaps = model.Architecture.HasMask
                ? rows.Column(column.Start, split.Training).Count(float.IsNaN)
                : 0;
            for (int slot = column.Start; slot < column.End; slot++)
            {
                float[] present = Array.FindAll(rows.Column(slot, heldOut), value => !float.IsNaN(value));
                centers[slot] = gaps >= MinGapShare * split.Training.Length && gaps > 0 ? float.NaN
                    : present.Length == 0 ? 0
                    : column.IsCategory ? present.Average()
                    : Median(present);
            }
        }

        return centers;
    }

    /// <summary>Calibrates a detector.</summary>
    /// <param name="model">The trained detector, with what its score has learned.</param>
    /// <param name="rows">The rows that it learned from.</param>
    /// <param name="heldOut">Indices of the held-out rows to use; at least one.</param>
    public static AnomalyCalibration Calibrate(TrainedVae model, ScoreRows rows, long[] heldOut)
    {
        int width = model.Architecture.InputSize;
        using var scorer = new VaeScorer(model);
        float[] scores = model.Scoring.Score.HasLeaveOneOut && !rows.HeldOutIsApart
            ? LeaveOneOut(model.Scoring, rows)
            : Scores(scorer, rows.Rows, heldOut);
        return new AnomalyCalibration
        {
            Scores = [.. scores.Order()],
            Elbos = EvenRanks(rows.Compute(AnomalyScore.NegativeElbo, LearnedArrays.None, heldOut).Values),
            // As exact as a model file keeps it.
            AutocorrelationTime = rows.HeldOutIsInBlocks && rows.HeldOutIsApart
                ? (float)AutocorrelationTime.OfRanks(scores, BlockLengths(heldOut))
                : 1,
            SlotSpreads = width > RowExplainer.MaxSlots ? [.. Enumerable.Repeat(1f, width)] : Spreads(scorer, rows.Rows, heldOut),
        };
    }

    /// <summary>Scores of all rows, or of a random part of very many, each as if the row were new.</summary>
    /// <param name="scoring">A score that has this, with what it has learned.</param>
    /// <param name="rows">The rows that it learned from.</param>
    public static float[] LeaveOneOut(LearnedScore scoring, ScoreRows rows)
    {
        long affordable = MaxScoreWork / Math.Max(1, scoring.Arrays.Count);
        int max = (int)Math.Clamp(affordable, Math.Min(rows.HeldOut.Length, MaxScores), MaxScores);
        return rows.Compute(scoring.Score, scoring.Arrays, rows.Part(rows.All, max)).Values;
    }

    private static float[] EvenRanks(float[] elbos)
    {
        float[] sorted = [.. elbos.Select(elbo => float.IsNaN(elbo) ? float.PositiveInfinity : elbo).Order()];
        return sorted.Length <= AnomalyCalibration.MaxElbos
            ? sorted
            : [.. Enumerable.Range(0, AnomalyCalibration.MaxElbos)
                .Select(i => sorted[(int)((i + 0.5) * sorted.Length / AnomalyCalibration.MaxElbos)])];
    }

    /// <summary>How many rows are in each block. A longer step to the next row than the shortest one ends a block.</summary>
    private static List<int> BlockLengths(long[] rows)
    {
        long step = rows.Length < 2 ? 1 : rows.Zip(rows.Skip(1), (row, next) => next - row).Min();
        var lengths = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > 0 && rows[i] - rows[i - 1] == step)
            {
                lengths[^1]++;
            }
            else
            {
                lengths.Add(1);
            }
        }

        return lengths;
    }

    private static float[] Scores(VaeScorer scorer, RowMatrix rows, long[] indices)
    {
        var scores = new float[indices.Length];

        // No value is infinite, so a NaN comes from a score that is too large for a number.
        Compute(
            scorer,
            VaeOutputs.Score,
            rows,
            indices,
            (row, values) => scores[row] = float.IsNaN(values[0]) ? float.PositiveInfinity : values[0]);
        return scores;
    }

    /// <summary>The root of the mean squared distance of values to their predictions from the other slots, [D].</summary>
    private static float[] Spreads(VaeScorer scorer, RowMatrix rows, long[] heldOut)
    {
        long affordable = MaxSlotWork / (rows.Width * scorer.Model.Architecture.Multiplications);
        long[] some = heldOut[..(int)Math.Min(heldOut.Length, Math.Clamp(affordable, MinSlotRows, MaxSlotRows))];
        var squares = new double[rows.Width];
        var counts = new int[rows.Width];
        Compute(scorer, VaeOutputs.Expected, rows, some, (row, expected) =>
        {
            ReadOnlySpan<float> values = rows.Row(some[row]);
            for (int slot = 0; slot < values.Length; slot++)
            {
                if (!float.IsNaN(values[slot]))
                {
                    double difference = values[slot] - expected[slot];
                    squares[slot] += difference * difference;
                    counts[slot]++;
                }
            }
        });

        float[] scales = scorer.Model.SlotScales();

        // A slot that never differs, or has no value, has no spread; a millionth of its scale stands for none, and is finite.
        return [.. squares.Select((sum, slot) =>
        {
            var spread = (float)Math.Sqrt(sum / counts[slot]);
            return spread is > 0 and < float.PositiveInfinity
                ? spread
                : Math.Max(1e-6f * scales[slot], float.Epsilon);
        })];
    }

    private static float Median(float[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static void Compute(VaeScorer scorer, VaeOutputs output, RowMatrix rows, long[] indices, BatchedRows.RowReader read)
    {
        int capacity = Math.Min(indices.Length, VaeScorer.PreferredBatchSize(scorer.Model, output));
        using BatchScorer batch = scorer.CreateBatch(output, capacity);
        BatchedRows.Compute(batch, rows, indices, output, read);
    }
}
