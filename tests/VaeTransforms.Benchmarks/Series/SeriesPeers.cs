using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace VaeTransforms.Benchmarks.Series;

/// <summary>Other detectors of anomalies in series. They score the point with which a window ends.</summary>
internal static class SeriesPeers
{
    // As in the Numenta Anomaly Benchmark: points in the window, and how often it moves.
    private const int GaussianWindow = 6400;
    private const int GaussianStep = 100;
    private const double MinDeviation = 1e-6;

    // The share of variance that components of the reconstruction keep.
    private const double KeptVariance = 0.9;
    private const double MinVariance = 1e-9;

    /// <summary>
    /// The windowed Gaussian of the Numenta Anomaly Benchmark: how far a point lies from the mean of the points before it, in
    /// their standard deviations. Its tail probability has the same order.
    /// </summary>
    public static double[] WindowedGaussian(double[] values)
    {
        var window = new List<double>();
        var next = new List<double>();
        var scores = new double[values.Length];
        (double mean, double deviation) = (0, 1);
        for (int i = 0; i < values.Length; i++)
        {
            scores[i] = window.Count == 0 ? 0 : Math.Abs(values[i] - mean) / deviation;
            (window.Count < GaussianWindow ? window : next).Add(values[i]);
            if (next.Count == GaussianStep)
            {
                window.RemoveRange(0, GaussianStep);
                window.AddRange(next);
                next.Clear();
            }

            if (window.Count < GaussianWindow || next.Count == 0)
            {
                mean = window.Average();
                deviation = Math.Max(MinDeviation, Math.Sqrt(window.Average(value => (value - mean) * (value - mean))));
            }
        }

        return scores;
    }

    /// <summary>
    /// Principal components of windows: the squared distance to their mean, in units of the variance of each component.
    /// </summary>
    /// <param name="values">The series.</param>
    /// <param name="length">Points in a window.</param>
    /// <param name="training">How many points, from the first, to learn from.</param>
    /// <returns>[n]; NaN for points without a window.</returns>
    public static double[] Mahalanobis(double[] values, int length, int training) => Components(
        values, length, training, (projections, variances, total) => projections.Index().Sum(p =>
            variances[p.Index] > MinVariance * total ? p.Item * p.Item / variances[p.Index] : 0));

    /// <summary>Principal components of windows: the squared error without the components beyond 90 % of the variance.</summary>
    /// <inheritdoc cref="Mahalanobis"/>
    public static double[] Reconstruction(double[] values, int length, int training) => Components(
        values, length, training, (projections, variances, total) =>
        {
            double error = 0;
            double kept = 0;
            foreach ((int i, double projection) in projections.Index())
            {
                error += kept < KeptVariance * total ? 0 : projection * projection;
                kept += variances[i];
            }

            return error;
        });

    /// <summary>Windows of a series: the i-th ends with point i + length - 1.</summary>
    public static double[][] Windows(double[] values, int length) =>
        [.. Enumerable.Range(0, values.Length - length + 1).Select(i => values[i..(i + length)])];

    private static double[] Components(
        double[] values, int length, int training, Func<double[], double[], double, double> score)
    {
        Matrix<double> windows = Matrix<double>.Build.DenseOfRowArrays(Windows(values, length));
        Matrix<double> learned = windows.SubMatrix(0, training - length + 1, 0, length);
        Vector<double> mean = learned.ColumnSums() / learned.RowCount;
        Matrix<double> centered = learned - Matrix<double>.Build.Dense(learned.RowCount, length, (_, column) => mean[column]);
        Evd<double> components = (centered.TransposeThisAndMultiply(centered) / learned.RowCount).Evd(Symmetricity.Symmetric);

        // From the largest variance.
        double[] variances = [.. components.EigenValues.Select(value => value.Real).Reverse()];
        Matrix<double> axes = Matrix<double>.Build.DenseOfColumnVectors(components.EigenVectors.EnumerateColumns().Reverse());
        double total = variances.Sum();
        double[] unknown = [.. Enumerable.Repeat(double.NaN, length - 1)];
        return
        [
            .. unknown,
            .. windows.EnumerateRows().Select(window =>
                score([.. axes.TransposeThisAndMultiply(window - mean)], variances, total)),
        ];
    }
}
