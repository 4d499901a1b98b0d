namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// The error of filled cells as GAIN counts it: the root of the mean squared difference over all hidden cells of all columns
/// together, after each column was scaled to [0, 1] by its minimum and maximum. 0 is best.
/// </summary>
/// <remarks>
/// Yoon and others 2018, 'GAIN: missing data imputation using generative adversarial nets', and its published code.
/// </remarks>
internal static class GainError
{
    // GAIN rounds columns with fewer different values than this.
    private const int MinDistinctOfNumbers = 20;

    /// <param name="table">The true values; all columns count as numbers.</param>
    /// <param name="hidden">[n][D].</param>
    /// <param name="filled">[n][D].</param>
    /// <param name="rounds">Whether values of columns with fewer than 20 different ones are rounded first.</param>
    public static double Of(HivaeTable table, bool[][] hidden, double[][] filled, bool rounds)
    {
        double sum = 0;
        long cells = 0;
        for (int column = 0; column < table.Columns.Count; column++)
        {
            double[] all = [.. table.Rows.Select(row => row[column]).Where(value => !double.IsNaN(value))];
            double range = all.Max() - all.Min();
            bool isRounded = rounds && all.Distinct().Take(MinDistinctOfNumbers).Count() < MinDistinctOfNumbers;
            for (int row = 0; row < filled.Length; row++)
            {
                double truth = table.Rows[row][column];
                if (hidden[row][column] && !double.IsNaN(truth))
                {
                    double value = isRounded ? Math.Round(filled[row][column]) : filled[row][column];
                    sum += Math.Pow((truth - value) / range, 2);
                    cells++;
                }
            }
        }

        return Math.Sqrt(sum / cells);
    }
}
