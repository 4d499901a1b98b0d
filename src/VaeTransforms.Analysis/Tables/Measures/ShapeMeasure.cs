using System.Globalization;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="ColumnShape"/>, which documents the definitions.</summary>
internal static class ShapeMeasure
{
    private const int MaxCategories = 10;

    public static ColumnShape[] Of(TableColumns tables) => [.. tables.Columns.AsParallel().AsOrdered().Select(Of)];

    private static ColumnShape Of(MixedColumn column)
    {
        double distance = column.IsCategory
            ? TotalVariation.Distance(Codes(column.Real), Codes(column.Synthetic))
            : KolmogorovSmirnov.Statistic(Present(column.Real), Present(column.Synthetic));
        return new ColumnShape
        {
            Name = column.Name,
            Kind = column.Kind,
            Score = 1 - distance,
            RealMissing = Missing(column.Real),
            SyntheticMissing = Missing(column.Synthetic),
            Bins = [.. column.IsCategory ? Categories(column) : Intervals(column), .. MissingBin(column)],
        };
    }

    private static IEnumerable<long> Codes(double[] values) => values.Select(value => double.IsNaN(value) ? -1 : (long)value);

    private static double[] Present(double[] values) => [.. values.Where(double.IsFinite)];

    private static double Missing(double[] values) => (double)values.Count(double.IsNaN) / values.Length;

    private static IEnumerable<ColumnBin> MissingBin(MixedColumn column)
    {
        var bin = new ColumnBin("missing", Missing(column.Real), Missing(column.Synthetic));
        return bin is { RealShare: 0, SyntheticShare: 0 } ? [] : [bin];
    }

    private static IEnumerable<ColumnBin> Categories(MixedColumn column)
    {
        double[] real = Shares(column.Real);
        double[] synthetic = Shares(column.Synthetic);
        int[] order = [.. Enumerable.Range(0, column.Categories.Count)
            .Where(code => real[code] > 0 || synthetic[code] > 0)
            .OrderByDescending(code => real[code])
            .ThenBy(code => column.Categories[code], StringComparer.Ordinal)];

        // "other" takes the place of the last category, but never of a single one.
        int shown = order.Length > MaxCategories ? MaxCategories - 1 : order.Length;
        IEnumerable<ColumnBin> bins =
            order.Take(shown).Select(code => new ColumnBin(column.Categories[code], real[code], synthetic[code]));
        int[] rest = order[shown..];
        return rest.Length == 0
            ? bins
            : bins.Append(new ColumnBin("other", rest.Sum(code => real[code]), rest.Sum(code => synthetic[code])));

        double[] Shares(double[] values)
        {
            var shares = new double[column.Categories.Count];
            foreach (double code in values.Where(double.IsFinite))
            {
                shares[(int)code] += 1.0 / values.Length;
            }

            return shares;
        }
    }

    private static IEnumerable<ColumnBin> Intervals(MixedColumn column)
    {
        var bins = new ColumnBins(column);
        double[] real = Shares(column.Real);
        double[] synthetic = Shares(column.Synthetic);
        return Enumerable.Range(0, ColumnBins.Count).Select(bin => new ColumnBin(
            $"{Text(bins.Edges[bin])} to {Text(bins.Edges[bin + 1])}", real[bin], synthetic[bin]));

        double[] Shares(double[] values)
        {
            var shares = new double[ColumnBins.Count];
            foreach (int bin in bins.Of(values).Where(bin => bin >= 0))
            {
                shares[Math.Clamp(bin - 1, 0, ColumnBins.Count - 1)] += 1.0 / values.Length;
            }

            return shares;
        }

        string Text(double edge) => column.Kind == TableColumnKind.Date ? DateText(edge) : NumberText(edge);
    }

    private static string DateText(double days) =>
        Ticks.Date(days * TimeSpan.TicksPerDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Four significant digits, with an exponent only for very large and very small numbers.</summary>
    private static string NumberText(double number)
    {
        string text = number.ToString("G4", CultureInfo.InvariantCulture);
        return Math.Abs(number) is > 1e-4 and < 1e9
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }
}
