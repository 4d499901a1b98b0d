namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// How many hidden true values are inside their intervals. Numbers are the columns of HI-VAE's real, pos and count with more than
/// 32 different values; levels are all other columns that are not categories.
/// </summary>
internal sealed class IntervalCoverage
{
    public const double Probability = 0.9;

    // 200 draws of each row take their time; so many rows give the share of a column to a percent or two.
    public const int MaxRows = 2_000;

    private const int MaxLevels = 32;

    private readonly Dictionary<int, (int Inside, int All)> _columns = [];
    private readonly HashSet<int> _numbers;

    private IntervalCoverage(HashSet<int> numbers) => _numbers = numbers;

    public double Numbers => Share(_numbers.Contains);

    public double Levels => Share(column => !_numbers.Contains(column));

    /// <summary>The share of the column of numbers that is farthest from the probability.</summary>
    public double WorstNumber => _columns
        .Where(column => _numbers.Contains(column.Key))
        .Select(column => (double)column.Value.Inside / column.Value.All)
        .OrderByDescending(share => Math.Abs(share - Probability))
        .FirstOrDefault(double.NaN);

    /// <summary>Measures the first rows that have gaps.</summary>
    /// <param name="model">Trained on the table with gaps.</param>
    /// <param name="table">The true values.</param>
    /// <param name="given">[n][D]: the rows with NaN in gaps.</param>
    public static IntervalCoverage Measure(VaeModel model, HivaeTable table, double[][] given)
    {
        int[] rows = [.. given.Index().Where(row => row.Item.Any(double.IsNaN)).Select(row => row.Index).Take(MaxRows)];
        float[][] slots = model.ReadRows(table.View([.. rows.Select(row => given[row])]));
        Dictionary<int, int> columns = model.Columns.ToDictionary(
            column => column.Start, column => Array.IndexOf(table.Names, column.Name));
        var coverage = new IntervalCoverage([.. columns.Values.Where(column => IsNumber(table, column))]);
        foreach (ImputedValue value in model.ImputeIntervals(slots, Probability))
        {
            int column = columns[value.Slot];
            double truth = (float)table.Rows[rows[value.Row]][column];
            if (!double.IsNaN(truth))
            {
                // A value that was centered and back can differ in its last bit.
                double tolerance = 1e-6 * Math.Max(Math.Abs(truth), Math.Abs(value.Upper - value.Lower));
                bool isInside = truth >= value.Lower - tolerance && truth <= value.Upper + tolerance;
                (int inside, int all) = coverage._columns.GetValueOrDefault(column);
                coverage._columns[column] = (inside + (isInside ? 1 : 0), all + 1);
            }
        }

        return coverage;
    }

    private static bool IsNumber(HivaeTable table, int column) =>
        table.Columns[column].Kind == HivaeKind.Number
        && table.Rows.Select(row => row[column]).Distinct().Take(MaxLevels + 1).Count() > MaxLevels;

    private double Share(Func<int, bool> isOne)
    {
        (int Inside, int All)[] ones = [.. _columns.Where(column => isOne(column.Key)).Select(column => column.Value)];
        return ones.Length == 0 ? double.NaN : (double)ones.Sum(one => one.Inside) / ones.Sum(one => one.All);
    }
}
