using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>How often a slot that was shifted on purpose has the largest contribution.</summary>
/// <param name="Dataset">The set.</param>
/// <param name="Seed">The seed of the split, the fit and the choice of slots.</param>
/// <param name="Rows">
/// The number of normal rows that were not trained on, each with one slot shifted by five standard deviations.
/// </param>
/// <param name="First">The number of those whose shifted slot contributes most.</param>
internal sealed record SlotRanks(string Dataset, int Seed, int Rows, int First)
{
    public const string Header = "dataset,seed,rows,first";

    private const int MaxRows = 300;
    private const double Deviations = 5;

    public static SlotRanks Measure(string dataset, int seed, VaeAnomalyTransformer detector, Split split)
    {
        var random = new Random(seed);
        float[] deviations = [.. Enumerable.Range(0, split.Training[0].Length)
            .Select(slot => Deviation([.. split.Training.Select(row => row[slot])]))];
        int[] varying = [.. Enumerable.Range(0, deviations.Length).Where(slot => deviations[slot] > 0)];
        float[][] rows = [.. split.Test
            .Where((_, i) => !split.IsAnomaly[i])
            .Take(MaxRows)
            .Select(row => (float[])row.Clone())];
        int[] shifted = [.. rows.Select(_ => varying[random.Next(varying.Length)])];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i][shifted[i]] += (float)(Deviations * deviations[shifted[i]] * (random.Next(2) == 0 ? 1 : -1));
        }

        int first = rows.Where((row, i) => detector.Explain(row, top: 1).Slots[0].Slot == shifted[i]).Count();
        return new SlotRanks(dataset, seed, rows.Length, first);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Dataset},{Seed},{Rows},{First}");

    private static float Deviation(float[] values)
    {
        double mean = values.Average();
        return (float)Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
    }
}
