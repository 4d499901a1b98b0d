namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// Errors of filled cells as HI-VAE counts them. Per column over the hidden cells whose value is known, then averaged over
/// columns: of a category the share of wrong classes, of ordinals the mean absolute difference divided by the number of classes,
/// of a number the root of the mean squared difference divided by the range of the whole column. 0 is best.
/// </summary>
/// <param name="Mean">Over all columns.</param>
/// <param name="Numbers">Over numbers; NaN if there are none.</param>
/// <param name="Categories">Over categories.</param>
/// <param name="Ordinals">Over ordinals.</param>
internal sealed record HivaeError(double Mean, double Numbers, double Categories, double Ordinals)
{
    /// <param name="table">The true values.</param>
    /// <param name="hidden">[n][D].</param>
    /// <param name="filled">[n][D]. Ordinals are rounded, since they are classes.</param>
    public static HivaeError Of(HivaeTable table, bool[][] hidden, double[][] filled)
    {
        (HivaeKind Kind, double Error)[] errors = [.. table.Columns
            .Select((column, index) => (column.Kind, Column(table, index, hidden, filled)))
            .Where(error => !double.IsNaN(error.Item2))];
        return new HivaeError(
            Average(_ => true), Average(kind => kind == HivaeKind.Number),
            Average(kind => kind == HivaeKind.Category), Average(kind => kind == HivaeKind.Ordinal));

        double Average(Func<HivaeKind, bool> of) =>
            errors.Where(error => of(error.Kind)).Select(error => error.Error).DefaultIfEmpty(double.NaN).Average();
    }

    private static double Column(HivaeTable table, int index, bool[][] hidden, double[][] filled)
    {
        HivaeColumn column = table.Columns[index];
        (double Truth, double Filled)[] cells = [.. table.Rows.Index()
            .Where(row => hidden[row.Index][index] && !double.IsNaN(row.Item[index]))
            .Select(row => (row.Item[index], filled[row.Index][index]))];
        if (cells.Length == 0)
        {
            return double.NaN;
        }

        switch (column.Kind)
        {
            case HivaeKind.Category:
                return cells.Average(cell => cell.Truth == cell.Filled ? 0 : 1);
            case HivaeKind.Ordinal:
                return cells.Average(cell => Math.Abs(cell.Truth - Math.Round(cell.Filled))) / column.Classes;
            default:
                double[] all = [.. table.Rows.Select(row => row[index]).Where(value => !double.IsNaN(value))];
                return Math.Sqrt(cells.Average(cell => Math.Pow(cell.Truth - cell.Filled, 2))) / (all.Max() - all.Min());
        }
    }
}
