namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// Fills cells from their column alone: numbers with the mean, ordinals with the median, categories with the mode.
/// </summary>
internal static class Marginals
{
    public static double[][] Fill(IReadOnlyList<HivaeColumn> columns, double[][] rows)
    {
        double[] fills = [.. columns.Select((column, index) =>
            Of(column.Kind, [.. rows.Select(row => row[index]).Where(value => !double.IsNaN(value))]))];
        return [.. rows.Select(row => row.Zip(fills, (value, fill) => double.IsNaN(value) ? fill : value).ToArray())];
    }

    private static double Of(HivaeKind kind, double[] values) => kind switch
    {
        HivaeKind.Number => values.Average(),
        HivaeKind.Ordinal => values.Order().ElementAt(values.Length / 2),
        _ => values.GroupBy(value => value).MaxBy(group => group.Count())!.Key,
    };
}
