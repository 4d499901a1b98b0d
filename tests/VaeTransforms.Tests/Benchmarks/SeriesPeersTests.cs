using VaeTransforms.Benchmarks.Series;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

public sealed class SeriesPeersTests
{
    /// <summary>With windows of two points, the distance is that of the 2 × 2 covariance matrix, inverted by hand.</summary>
    [Fact]
    public void Mahalanobis_distances_are_those_of_the_inverse_covariance()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 200).Select(i => random.NextDouble() + Math.Sin(i / 3.0))];
        double[][] windows = SeriesPeers.Windows(values, 2);
        (double a, double b) = (windows.Average(w => w[0]), windows.Average(w => w[1]));
        double aa = windows.Average(w => (w[0] - a) * (w[0] - a));
        double bb = windows.Average(w => (w[1] - b) * (w[1] - b));
        double ab = windows.Average(w => (w[0] - a) * (w[1] - b));

        double[] scores = SeriesPeers.Mahalanobis(values, 2, values.Length);

        Assert.True(double.IsNaN(scores[0]));
        foreach ((int i, double[] window) in windows.Index())
        {
            (double x, double y) = (window[0] - a, window[1] - b);
            double expected = ((bb * x * x) - (2 * ab * x * y) + (aa * y * y)) / ((aa * bb) - (ab * ab));
            Assert.Equal(expected, scores[i + 1], 1e-8);
        }
    }

    [Fact]
    public void The_windowed_Gaussian_measures_deviations_from_the_points_before()
    {
        double[] scores = SeriesPeers.WindowedGaussian([1, 3, 5, 5]);

        // 5 from the mean 2 in deviations of 1; 5 from the mean 3 in deviations of √(8 / 3).
        Assert.Equal(3, scores[2], 1e-12);
        Assert.Equal(2 / Math.Sqrt(8.0 / 3), scores[3], 1e-12);
    }

    [Fact]
    public void The_reconstruction_of_a_line_of_windows_has_no_error_on_the_line()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        double[] scores = SeriesPeers.Reconstruction(values, 4, 100);

        Assert.All(scores[3..], score => Assert.Equal(0, score, 1e-6));
    }
}
