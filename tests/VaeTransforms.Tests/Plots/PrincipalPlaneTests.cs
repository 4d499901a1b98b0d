using VaeTransforms.Plots.Inputs;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class PrincipalPlaneTests
{
    [Fact]
    public void Components_of_a_constructed_cloud_are_its_axes()
    {
        // Spread 3 along (3, 4)/5 of the first two coordinates, 2 along the third, 1 across.
        float[][] points =
        [
            .. Along([3 * 0.6f, 3 * 0.8f, 0, 0]),
            .. Along([0, 0, 2, 0]),
            .. Along([-0.8f, 0.6f, 0, 0]),
        ];
        PrincipalPlane plane = PrincipalPlane.Of(points);

        Assert.Equal([9 / 14.0, 4 / 14.0], plane.Shares, (a, b) => Math.Abs(a - b) < 1e-6);
        (double x, double y) = plane.Project([5 + 0.6f, 5 + 0.8f, 5 - 2, 7]);
        Assert.Equal(1, x, 1e-6);
        Assert.Equal(-2, y, 1e-6);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    [InlineData(20, 3)]
    public void Shares_are_the_variances_of_the_projections(int size, int seed)
    {
        float[][] points = [.. SamplePictures.Rows(200, size, seed)
            .Select(row => row.Select((value, j) => (value * (1 + (j % 3))) + (0.5f * row[0])).ToArray())];
        PrincipalPlane plane = PrincipalPlane.Of(points);

        double all = Enumerable.Range(0, size).Sum(j => Variance([.. points.Select(point => (double)point[j])]));
        (double X, double Y)[] drawn = [.. points.Select(plane.Project)];
        Assert.Equal(plane.Shares[0], Variance([.. drawn.Select(point => point.X)]) / all, 1e-9);
        Assert.Equal(plane.Shares[1], Variance([.. drawn.Select(point => point.Y)]) / all, 1e-9);

        // No random direction has more variance.
        Assert.All(SamplePictures.Rows(50, size, seed: 9), direction =>
        {
            double length = Math.Sqrt(direction.Sum(part => (double)part * part));
            double[] along = [.. points.Select(point => point.Zip(direction, (a, b) => (double)a * b).Sum() / length)];
            Assert.True(Variance(along) / all <= plane.Shares[0] + 1e-9);
        });
    }

    [Fact]
    public void Equal_points_have_a_plane_too() =>
        Assert.Equal([0.0, 0.0], PrincipalPlane.Of([[1, 2, 3], [1, 2, 3]]).Shares);

    private static IEnumerable<float[]> Along(float[] step) =>
        [[.. step.Select(value => 5 + value)], [.. step.Select(value => 5 - value)]];

    private static double Variance(double[] values) => values.Average(value => Math.Pow(value - values.Average(), 2));
}
