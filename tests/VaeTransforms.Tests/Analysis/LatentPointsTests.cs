using FsCheck.Xunit;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class LatentPointsTests
{
    [Fact]
    public void A_line_has_both_ends_and_equal_steps() =>
        Assert.Equal([[0f, 4f], [0.5f, 3f], [1f, 2f], [1.5f, 1f], [2f, 0f]], LatentPoints.Line([0, 4], [2, 0], 5));

    [Fact]
    public void An_arc_between_right_angles_is_a_quarter_circle()
    {
        float[][] points = LatentPoints.Arc([3, 0], [0, 3], 4);
        for (int i = 0; i < points.Length; i++)
        {
            double angle = Math.PI / 2 * i / 3;
            Assert.Equal(3 * Math.Cos(angle), points[i][0], 1e-6);
            Assert.Equal(3 * Math.Sin(angle), points[i][1], 1e-6);
        }
    }

    [Fact]
    public void The_norm_changes_linearly_on_an_arc_between_ends_of_different_norm() =>
        Assert.Equal([1, 1.5, 2, 2.5, 3], LatentPoints.Arc([1, 0, 0], [0, 0, 3], 5).Select(point => Math.Round(Norm(point), 6)));

    [Property(MaxTest = 100, EndSize = 1_000_000)]
    public void An_arc_hits_its_ends_and_turns_by_equal_angles(int seed)
    {
        var random = new Random(seed);
        int dimension = random.Next(2, 20);
        float[][] ends = LatentPoints.Prior(2, dimension, seed);
        float[][] points = LatentPoints.Arc(ends[0], ends[1], 6);

        Assert.Equal(ends[0], points[0]);
        Assert.Equal(ends[1], points[^1]);
        double whole = Angle(ends[0], ends[1]);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.Equal(whole / 5, Angle(pair.First, pair.Second), 1e-3));
        Assert.All(points, point => Assert.InRange(
            Norm(point), Math.Min(Norm(ends[0]), Norm(ends[1])) - 1e-5, Math.Max(Norm(ends[0]), Norm(ends[1])) + 1e-5));
    }

    [Fact]
    public void The_arc_between_opposite_ends_goes_through_the_axis_farthest_from_their_line()
    {
        float[][] points = LatentPoints.Arc([2, 0, 0], [-2, 0, 0], 3);
        Assert.Equal([2, 0, 0], points[0]);
        Assert.Equal([0, 2, 0], points[1].Select(value => Math.Round(value, 6)));
        Assert.Equal([-2, 0, 0], points[2]);
    }

    [Theory]
    [InlineData(0, 0, 2, 2)]
    [InlineData(2, 2, 0, 0)]
    [InlineData(1, 1, 3, 3)]
    public void The_arc_to_the_origin_or_along_one_direction_is_the_line(float fromX, float fromY, float toX, float toY) =>
        Assert.Equal(LatentPoints.Line([fromX, fromY], [toX, toY], 5), LatentPoints.Arc([fromX, fromY], [toX, toY], 5));

    [Fact]
    public void In_one_dimension_there_is_no_arc_to_the_opposite_point() => Assert.StartsWith(
        "An arc between opposite points needs at least 2 latent dimensions, but there is 1.",
        Assert.Throws<ArgumentException>(() => LatentPoints.Arc([1], [-1], 3)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_traversal_changes_one_dimension() =>
        Assert.Equal([[5f, -2f, 7f], [5f, 0f, 7f], [5f, 2f, 7f]], LatentPoints.Traversal([5, 6, 7], 1, -2, 2, 3));

    [Fact]
    public void A_grid_is_at_the_quantiles_of_the_prior_row_by_row_from_the_top_left()
    {
        // Φ⁻¹(1/6) and Φ⁻¹(5/6), from a table of the normal distribution.
        const double Quantile = 0.967422;
        float[][] points = LatentPoints.Grid(3, 3, x: 2, y: 0);

        Assert.Equal(9, points.Length);
        Assert.Equal([Quantile, 0, -Quantile], points[0].Select(value => Math.Round(value, 6)));
        Assert.Equal([0, 0, 0], points[4].Select(value => Math.Round(value, 6)));
        Assert.Equal([-Quantile, 0, Quantile], points[8].Select(value => Math.Round(value, 6)));
        Assert.Equal([Quantile, 0, Quantile], points[2].Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Each_point_of_a_grid_represents_the_same_share_of_the_prior()
    {
        const int Side = 4;
        float[] quantiles = [.. LatentPoints.Grid(Side, 2).Take(Side).Select(point => point[0])];
        float[] draws = [.. LatentPoints.Prior(20_000, 1, seed: 3).Select(point => point[0])];
        for (int i = 0; i < Side; i++)
        {
            Assert.Equal((i + 0.5) / Side, draws.Count(draw => draw < quantiles[i]) / 20_000.0, 0.015);
        }
    }

    [Fact]
    public void Draws_from_the_prior_have_its_moments_and_follow_the_seed()
    {
        float[][] points = LatentPoints.Prior(20_000, 3, seed: 5);
        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(0, points.Average(point => point[j]), 0.03);
            Assert.Equal(1, points.Average(point => point[j] * point[j]), 0.04);
        }

        Assert.Equal(points[..10], LatentPoints.Prior(10, 3, seed: 5));
        Assert.NotEqual(points[0], LatentPoints.Prior(1, 3, seed: 6)[0]);
    }

    [Fact]
    public void Sampling_and_interpolating_decode_these_points()
    {
        using var model = new VaeModel(TestModels.Random(TestModels.Architecture()));
        Assert.Equal(model.Decode(LatentPoints.Prior(4, 2, seed: 9)), model.Sample(4, seed: 9));
        Assert.Equal(model.Decode(LatentPoints.Line([0, 1], [2, 3], 4)), model.Interpolate([0, 1], [2, 3], 4));
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Assert.Equal(
            "The lengths must be equal, but there are 2 values in 'from' and 3 in 'to'.",
            Assert.Throws<ArgumentException>(() => LatentPoints.Line([1, 2], [1, 2, 3], 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentPoints.Line([1], [2], 1));
        Assert.Throws<ArgumentException>(() => LatentPoints.Line([float.NaN], [2], 2));
        Assert.Throws<ArgumentException>(() => LatentPoints.Arc([1, 2], [float.PositiveInfinity, 0], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentPoints.Traversal([1, 2], 2, -1, 1, 3));
        Assert.Throws<ArgumentException>(() => LatentPoints.Traversal([1, 2], 1, float.NaN, 1, 3));
        Assert.StartsWith(
            "A grid needs at least 2 latent dimensions.",
            Assert.Throws<ArgumentOutOfRangeException>(() => LatentPoints.Grid(3, 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LatentPoints.Grid(3, 2, x: 1, y: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentPoints.Grid(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentPoints.Prior(-1, 2, 0));
    }

    private static double Norm(float[] point) => Math.Sqrt(point.Sum(value => (double)value * value));

    private static double Angle(float[] first, float[] second) =>
        Math.Acos(Math.Clamp(first.Zip(second, (a, b) => (double)a * b).Sum() / Norm(first) / Norm(second), -1, 1));
}
