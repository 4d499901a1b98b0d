using FsCheck.Xunit;
using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Analysis.Clouds;

namespace VaeTransforms.Tests.Analysis;

public sealed class ContinuityMeasureTests
{
    private const double R = ContinuityMeasure.StepCorrelation;

    [Fact]
    public void A_linear_decoder_is_perfectly_continuous()
    {
        double[][] matrix = [[1, 0], [0, 3], [2, -1], [0.5, 0.5]];

        LatentContinuity continuity = Measure(Decoder(2, z => Multiply(matrix, z)), dimension: 2);

        Assert.InRange(continuity.Smoothness, 0.96, 1);
        Assert.InRange(continuity.NeighborSmoothness, 0.9, 1);
        Assert.Equal(1, continuity.Response, 1e-6);
        Assert.Equal(1, continuity.PathEvenness, 1e-3);
        Assert.Equal(1, continuity.PathStraightness, 1e-3);
        Assert.Equal(continuity.Smoothness, continuity.Value, 1e-6);
    }

    /// <summary>Hermite polynomials of z and z' with correlation r have correlation r^d, so (1 - r) / (1 - r^d).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_polynomial_of_degree_d_has_a_smoothness_of_about_1_over_d(int degree)
    {
        float[] codes = Normal(300, 1, seed: 1);
        var cloud = new CodeCloud(codes, 1);
        double deviation = Math.Sqrt(cloud.Covariance()[0][0]);
        LatentDecoder decode = Decoder(1, z =>
        {
            double x = (z[0] - cloud.Mean[0]) / deviation;
            return [(float)(degree == 1 ? x : degree == 2 ? (x * x) - 1 : (x * x * x) - (3 * x))];
        });

        double smoothness = new ContinuityMeasure(decode, decode(codes, []), codes, cloud, seed: 0).Measure(10, 8).Smoothness;

        double expected = (1 - R) / (1 - Math.Pow(R, degree));
        Assert.Equal(1.0 / degree, expected, 0.005);
        Assert.InRange(smoothness, 0.85 * expected, 1.15 * expected);
    }

    /// <summary>cov(sin wz, sin wz') = (exp(-w² (1 - r)) - exp(-w² (1 + r))) / 2.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    public void A_wave_has_the_smoothness_of_the_closed_form(double w)
    {
        float[] codes = Normal(300, 1, seed: 2);
        var cloud = new CodeCloud(codes, 1);
        double deviation = Math.Sqrt(cloud.Covariance()[0][0]);
        LatentDecoder decode = Decoder(1, z => [(float)Math.Sin(w * (z[0] - cloud.Mean[0]) / deviation)]);

        double smoothness = new ContinuityMeasure(decode, decode(codes, []), codes, cloud, seed: 0).Measure(10, 8).Smoothness;

        double variance = (1 - Math.Exp(-2 * w * w)) / 2;
        double covariance = (Math.Exp(-w * w * (1 - R)) - Math.Exp(-w * w * (1 + R))) / 2;
        double expected = (1 - R) * variance / (variance - covariance);
        Assert.InRange(smoothness, 0.93 * expected, 1.07 * expected);
    }

    /// <summary>z and z' lie on different sides with probability arccos(r) / π.</summary>
    [Fact]
    public void A_cliff_costs_nearly_everything()
    {
        float[] codes = Normal(300, 1, seed: 3);
        var cloud = new CodeCloud(codes, 1);
        LatentDecoder decode = Decoder(1, z => [z[0] > cloud.Mean[0] ? 1 : -1]);

        LatentContinuity continuity = new ContinuityMeasure(decode, decode(codes, []), codes, cloud, seed: 0).Measure(400, 16);

        double expected = 2 * (1 - R) / (4 * Math.Acos(R) / Math.PI);
        Assert.Equal(0.078, expected, 0.001);
        Assert.InRange(continuity.Smoothness, 0.8 * expected, 1.2 * expected);

        // Half of all pairs cross the cliff, in one of 16 steps. The others do not change.
        Assert.InRange(continuity.PathEvenness, 0.4 / 16, 0.6 / 16);
        Assert.InRange(continuity.PathStraightness, 0.4, 0.6);
    }

    [Fact]
    public void A_random_decoder_has_the_minimum_smoothness()
    {
        LatentDecoder decode = Decoder(2, z => Normal(1, 5, HashCode.Combine(z[0], z[1])));

        LatentContinuity continuity = Measure(decode, dimension: 2);

        Assert.Equal(1 - R, continuity.Smoothness, 0.0005);
        Assert.InRange(continuity.PathStraightness, 0.05, 0.08);
    }

    [Fact]
    public void A_decoder_that_ignores_z_has_no_continuity()
    {
        float[] codes = Normal(300, 2, seed: 4);
        float[] rows = Normal(300, 3, seed: 5);

        LatentContinuity constant = Measure(Decoder(2, _ => [1, 2, 3]), codes, rows);
        LatentContinuity nearly = Measure(Decoder(2, z => [0.01f * z[0], 0, 0]), codes, rows);

        Assert.Equal(
            new LatentContinuity { Smoothness = 0, Response = 0, NeighborSmoothness = 0, PathEvenness = 0, PathStraightness = 0 },
            constant);
        Assert.InRange(nearly.Smoothness, 0.9, 1);
        Assert.InRange(nearly.Value, 0, 1e-4);
    }

    [Property(MaxTest = 10)]
    public void No_invertible_linear_map_of_the_latent_space_changes_any_figure(int seed)
    {
        var random = new Random(seed);
        (double[][] matrix, double[][] inverse) = Map2(
            random.NextDouble() * Math.Tau,
            Math.Exp((4 * random.NextDouble()) - 2),
            Math.Exp((4 * random.NextDouble()) - 2),
            random.NextDouble());
        float[] shift = [5 * random.NextSingle(), -random.NextSingle()];
        Func<float[], float[]> decode = z => [MathF.Tanh(2 * z[0]), MathF.Sin(3 * z[1]) + z[0], z[0] * z[1]];
        float[] codes = Normal(400, 2, seed);
        float[] rows = Map(codes, 2, decode);
        float[] mapped = Map(codes, 2, z => [.. Multiply(matrix, z).Zip(shift, (a, b) => a + b)]);

        LatentContinuity before = Measure(Decoder(2, decode), codes, rows);
        LatentContinuity after = Measure(
            Decoder(2, z => decode(Multiply(inverse, [.. z.Zip(shift, (a, b) => a - b)]))), mapped, rows);

        Assert.Equal(before.Smoothness, after.Smoothness, 2e-3);
        Assert.Equal(before.Response, after.Response, 2e-3);
        Assert.Equal(before.NeighborSmoothness, after.NeighborSmoothness, 2e-2);
        Assert.Equal(before.PathEvenness, after.PathEvenness, 2e-3);
        Assert.Equal(before.PathStraightness, after.PathStraightness, 2e-3);
    }

    [Fact]
    public void A_dimension_that_nothing_uses_changes_no_more_than_chance()
    {
        Func<float[], float[]> decode = z => [MathF.Tanh(z[0]), z[1] * z[0]];
        float[] codes = Normal(400, 2, seed: 7);
        float[] rows = Map(codes, 2, decode);

        LatentContinuity narrow = Measure(Decoder(2, decode), codes, rows);
        LatentContinuity wide = Measure(Decoder(3, z => decode(z[..2])), Map(codes, 2, z => [.. z, 0]), rows, dimension: 3);

        Assert.Equal(narrow.Smoothness, wide.Smoothness, 0.05);
        Assert.Equal(narrow.PathEvenness, wide.PathEvenness, 1e-6);
    }

    private static LatentContinuity Measure(LatentDecoder decode, int dimension)
    {
        float[] codes = Normal(500, dimension, seed: 1);
        return Measure(decode, codes, decode(codes, []), dimension);
    }

    private static LatentContinuity Measure(LatentDecoder decode, float[] codes, float[] rows, int dimension = 2) =>
        new ContinuityMeasure(decode, rows, codes, new CodeCloud(codes, dimension), seed: 0).Measure(100, 16);
}
