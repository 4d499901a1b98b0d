namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="PairTrend"/>, which documents the definitions.</summary>
internal static class PairMeasure
{
    /// <summary>All pairs, in order.</summary>
    public static PairTrend[] Of(TableColumns tables)
    {
        (MixedColumn Column, int[] Real, int[] Synthetic)[] binned = [.. tables.Columns.AsParallel().AsOrdered().Select(column =>
        {
            var bins = new ColumnBins(column);
            return (column, bins.Of(column.Real), bins.Of(column.Synthetic));
        })];
        var pairs = from i in Enumerable.Range(0, binned.Length)
                    from j in Enumerable.Range(i + 1, binned.Length - i - 1)
                    select (First: binned[i], Second: binned[j]);
        return [.. pairs.ToArray().AsParallel().AsOrdered().Select(pair =>
            pair.First.Column.IsCategory || pair.Second.Column.IsCategory
                ? new PairTrend(
                    pair.First.Column.Name,
                    pair.Second.Column.Name,
                    1 - TotalVariation.Distance(
                        Joint(pair.First.Real, pair.Second.Real), Joint(pair.First.Synthetic, pair.Second.Synthetic)),
                    RealCorrelation: null,
                    SyntheticCorrelation: null)
                : OfNumbers(pair.First.Column, pair.Second.Column))];
    }

    private static IEnumerable<long> Joint(int[] first, int[] second) =>
        first.Zip(second, (one, other) => ((long)one << 32) | (uint)other);

    private static PairTrend OfNumbers(MixedColumn first, MixedColumn second)
    {
        double real = Correlation(first.Real, second.Real);
        double synthetic = Correlation(first.Synthetic, second.Synthetic);
        return new PairTrend(first.Name, second.Name, 1 - (Math.Abs(real - synthetic) / 2), real, synthetic);
    }

    private static double Correlation(double[] first, double[] second)
    {
        int[] both = [.. Enumerable.Range(0, first.Length).Where(row => !double.IsNaN(first[row]) && !double.IsNaN(second[row]))];
        double correlation = MathNet.Numerics.Statistics.Correlation.Pearson(
            both.Select(row => first[row]), both.Select(row => second[row]));

        // MathNet returns NaN for a constant, and rounding can take a perfect correlation past 1.
        return double.IsNaN(correlation) ? 0 : Math.Clamp(correlation, -1, 1);
    }
}
