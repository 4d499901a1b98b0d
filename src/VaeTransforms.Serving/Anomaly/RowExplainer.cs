using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Anomaly;

/// <summary>Explains a row's score by its columns.</summary>
internal static class RowExplainer
{
    private const VaeOutputs Needed =
        VaeOutputs.Score | VaeOutputs.PValue | VaeOutputs.FeatureContributions | VaeOutputs.Expected | VaeOutputs.Reconstruction;

    /// <summary>
    /// The largest number of columns whose contributions are computed: a row takes as much memory as one row per column.
    /// </summary>
    public const int MaxSlots = 4096;

    // In scales of a slot.
    private const double FarOff = 3;

    /// <param name="scorer">Of a detector.</param>
    /// <param name="row">[D], centered.</param>
    /// <param name="where">What messages call the row.</param>
    /// <param name="top">How many columns to name, from 1.</param>
    /// <param name="normalRows">
    /// [n], each [D], centered, to take a counterfactual from; those above the threshold are skipped.
    /// </param>
    /// <exception cref="InvalidOperationException">The model is not a detector.</exception>
    /// <exception cref="ArgumentException">A value cannot be scored, or the model is too wide.</exception>
    public static AnomalyExplanation Explain(
        VaeScorer scorer, float[] row, string where, int top, IReadOnlyList<float[]> normalRows)
    {
        TrainedVae model = scorer.Model;
        model.RequireCalibration();
        CheckWidth(model.ScoredColumns.Count);
        int bad = Array.FindIndex(
            row, value => !float.IsFinite(value) && !(model.Architecture.HasMask && float.IsNaN(value)));
        if (bad >= 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{where} has {row[bad]} in {NameOf(model, bad)}, so it has no score to explain. Put a number in its place."));
        }

        using BatchScorer batch = scorer.CreateBatch(Needed, 1);
        row.CopyTo(batch.Input(0));
        batch.Run(1);
        float[] contributions = batch.Output(VaeOutputs.FeatureContributions, 0).ToArray();
        var explainer = new ColumnExplainer(model, row, batch.Output(VaeOutputs.Expected, 0).ToArray());
        float sum = contributions.Where(contribution => contribution > 0).Sum();
        int? nearest = NearestNormal(scorer, row, normalRows);
        return new AnomalyExplanation
        {
            Score = batch.Output(VaeOutputs.Score, 0)[0],
            Threshold = model.Threshold!,
            PValue = batch.Output(VaeOutputs.PValue, 0)[0],
            Slots = [.. Enumerable.Range(0, contributions.Length)
                .Where(column => !float.IsNaN(row[model.Columns[column].Start]))
                .OrderByDescending(column => contributions[column])
                .Take(top)
                .Select(column => explainer.Explain(
                    model.Columns[column],
                    contributions[column],
                    sum > 0 ? Math.Max(contributions[column], 0) / sum : 0))],
            Counterfactual = nearest is { } place ? [.. normalRows[place]] : batch.Output(VaeOutputs.Reconstruction, 0).ToArray(),
            CounterfactualRow = nearest,
        };
    }

    /// <summary>Refuses a model whose rows have too many columns to be replaced one by one.</summary>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public static void CheckWidth(int slots)
    {
        if (slots > MaxSlots)
        {
            throw new ArgumentException(
                $"Contributions are computed by replacing each slot in turn, for at most {MaxSlots} slots, but there are "
                + $"{slots}. Compare the row with its reconstruction instead.");
        }
    }

    /// <summary>
    /// The row that is nearest to another: the sum over slots of their distance, on the scale that the model normalizes by. Each
    /// slot's distance is limited, so that a slot that must change anyway does not decide alone. Missing values do not count.
    /// </summary>
    private static int? NearestNormal(VaeScorer scorer, float[] row, IReadOnlyList<float[]> candidates)
    {
        int? nearest = null;
        double min = double.PositiveInfinity;
        float[] scale = scorer.Model.SlotScales();
        int capacity = Math.Clamp(candidates.Count, 1, VaeScorer.PreferredBatchSize(scorer.Model, VaeOutputs.Score));
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, capacity);
        BatchedRows.Compute(
            batch,
            candidates.Count,
            VaeOutputs.Score,
            (i, values) => candidates[i].CopyTo(values),
            (i, score) =>
            {
                double distance = candidates[i]
                    .Select((value, slot) => Math.Min(Math.Abs(((double)value - row[slot]) / scale[slot]), FarOff))
                    .Where(units => !double.IsNaN(units))
                    .Sum();
                if (score[0] <= scorer.Model.Threshold!.Score && distance < min)
                {
                    (nearest, min) = (i, distance);
                }
            });
        return nearest;
    }

    private static string NameOf(TrainedVae model, int slot) =>
        model.SlotNames is { } names && names[slot].Length > 0 ? names[slot] : $"slot {slot}";
}
