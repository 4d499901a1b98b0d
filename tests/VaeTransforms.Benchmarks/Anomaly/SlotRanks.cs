using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>How often a slot that was made wrong on purpose contributes the most.</summary>
/// <param name="Dataset">The set.</param>
/// <param name="Seed">Of the split, the fit and the choice of slots.</param>
/// <param name="Rows">Normal rows that were not trained on, one slot of each off by five standard deviations.</param>
/// <param name="First">Of those, with that slot first.</param>
internal sealed record SlotRanks(string Dataset, int Seed, int Rows, int First)
{
    public const string Header = "dataset,seed,rows,first";

    private const int MostRows = 300;
    private const double Deviations = 5;

    public static SlotRanks Measure(string dataset, int seed, VaeAnomalyTransformer detector, Split split)
    {
        var random = new Random(seed);
        float[] deviations = [.. Enumerable.Range(0, split.Training[0].Length).Select(slot => Deviation([.. split.Training.Select(row => row[slot])]))];
        int[] live = [.. Enumerable.Range(0, deviations.Length).Where(slot => deviations[slot] > 0)];
        float[][] rows = [.. split.Test.Where((_, i) => !split.IsAnomaly[i]).Take(MostRows).Select(row => (float[])row.Clone())];
        int[] wrong = [.. rows.Select(_ => live[random.Next(live.Length)])];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i][wrong[i]] += (float)(Deviations * deviations[wrong[i]] * (random.Next(2) == 0 ? 1 : -1));
        }

        return new SlotRanks(dataset, seed, rows.Length, rows.Where((row, i) => detector.Explain(row, top: 1).Slots[0].Slot == wrong[i]).Count());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Dataset},{Seed},{Rows},{First}");

    private static float Deviation(float[] values)
    {
        double mean = values.Average();
        return (float)Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
    }
}
