using MathNet.Numerics.Statistics;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="CopiedRows"/>, which documents the definitions.</summary>
internal static class CopyMeasure
{
    private const double Confidence = 0.95;

    /// <param name="tables">The tables.</param>
    /// <param name="maxRows">The maximum number of rows of each table in the search for the nearest rows.</param>
    /// <param name="seed">The seed of the choice of rows.</param>
    public static CopiedRows Of(TableColumns tables, int maxRows, int seed)
    {
        double[][] real = [.. tables.Columns.Select(column => column.Real)];
        var realRows = new HashSet<(double[][], int)>(
            Enumerable.Range(0, tables.RealRows).Select(row => (real, row)), new RowEquality());
        double exact = Share(tables.Columns.Select(column => column.Synthetic));
        if (tables.HoldoutRows == 0)
        {
            return new CopiedRows
            {
                NearerToTraining = null,
                NearerToTrainingInterval = null,
                ExactCopies = exact,
                ExactCopiesOfHoldout = null,
                MedianDistanceToTraining = null,
                MedianDistanceToHoldout = null,
                SearchedRows = 0,
                ReferenceRows = 0,
            };
        }

        // A seed for each table. With one seed, row i would be chosen in all tables, and copies in the order of the training rows
        // would be found more often than others.
        var random = new Random(seed);

        // Equally many rows of both kinds, so that a row that is no copy is near either kind with equal probability.
        int count = Math.Min(Math.Min(tables.RealRows, tables.HoldoutRows), maxRows);
        int[] rows = Choose(tables.SyntheticRows, maxRows);
        var columns = new DistanceColumns(tables);
        float[][] training = columns.Reference(column => column.Real, Choose(tables.RealRows, count));
        float[][] holdout = columns.Reference(column => column.Holdout, Choose(tables.HoldoutRows, count));
        float[] toTraining = Nearest(columns, rows, training);
        float[] toHoldout = Nearest(columns, rows, holdout);
        int nearer = rows.Where((_, i) => toTraining[i] < toHoldout[i]).Count();
        int equal = rows.Where((_, i) => toTraining[i] == toHoldout[i]).Count();
        return new CopiedRows
        {
            NearerToTraining = (nearer + (equal / 2.0)) / rows.Length,
            NearerToTrainingInterval = Interval((2 * nearer) + equal, rows.Length),
            ExactCopies = exact,
            ExactCopiesOfHoldout = Share(tables.Columns.Select(column => column.Holdout)),
            MedianDistanceToTraining = toTraining.Select(distance => (double)distance).Median(),
            MedianDistanceToHoldout = toHoldout.Select(distance => (double)distance).Median(),
            SearchedRows = rows.Length,
            ReferenceRows = count,
        };

        double Share(IEnumerable<double[]> values)
        {
            double[][] table = [.. values];
            int copies = Enumerable.Range(0, table[0].Length).Count(row => realRows.Contains((table, row)));
            return (double)copies / table[0].Length;
        }

        int[] Choose(int all, int max) => RandomSubset.Of([.. Enumerable.Range(0, all)], max, random.Next());
    }

    private static float[] Nearest(DistanceColumns columns, int[] rows, float[][] reference)
    {
        var nearest = new float[rows.Length];
        int count = reference[0].Length;
        Parallel.For(
            0,
            rows.Length,
            () => (Distances: new float[count], Differences: new float[count]),
            (i, _, buffers) =>
            {
                nearest[i] = columns.Nearest(rows[i], reference, buffers.Distances, buffers.Differences);
                return buffers;
            },
            _ => { });
        return nearest;
    }

    /// <param name="halves">Twice the number of successes, since a tie is half a success.</param>
    /// <param name="trials">The number of rows.</param>
    private static RateInterval Interval(int halves, int trials) => new(
        BinomialInterval.Lower(halves / 2, trials, (1 - Confidence) / 2),
        BinomialInterval.Upper((halves + 1) / 2, trials, (1 - Confidence) / 2),
        Confidence);
}
