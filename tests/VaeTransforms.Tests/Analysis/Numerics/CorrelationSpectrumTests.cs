using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class CorrelationSpectrumTests
{
    [Fact]
    public void The_determinant_is_that_of_the_correlation_matrix()
    {
        var spectrum = new CorrelationSpectrum([[4, 2, 0.6], [2, 3, 0.4], [0.6, 0.4, 1]]);

        double determinant = (4 * (3 - 0.16)) - (2 * (2 - 0.24)) + (0.6 * (0.8 - 1.8));
        Assert.Equal(Math.Log(determinant / (4 * 3 * 1)), spectrum.LogDeterminant, 1e-12);
        Assert.Equal(3, spectrum.Rank);
    }

    [Fact]
    public void Whitened_lengths_are_those_of_the_inverse_matrix()
    {
        // xᵀ C⁻¹ x with C⁻¹ = [[3, -2], [-2, 4]] / 8.
        Assert.Equal((3 + 8 + 16) / 8.0, SquaredLength(new CorrelationSpectrum([[4, 2], [2, 3]]), [1, -2]), 1e-5);
    }

    [Fact]
    public void A_direction_without_variance_has_no_length()
    {
        var spectrum = new CorrelationSpectrum([[1, 2, 0], [2, 4, 0], [0, 0, 0]]);

        Assert.Equal(1, spectrum.Rank);
        Assert.Equal(9, SquaredLength(spectrum, [3, 6, 9]), 1e-5);
        Assert.Equal(double.NegativeInfinity, spectrum.LogDeterminant);
    }

    [Theory]
    [InlineData(1e-20, 1e20)]
    [InlineData(1e150, 1e-150)]
    public void Rank_and_lengths_do_not_depend_on_the_scale_of_a_dimension(double first, double second)
    {
        double covariance = 0.5 * Math.Sqrt(first * second);
        var spectrum = new CorrelationSpectrum([[first, covariance], [covariance, second]]);

        Assert.Equal(2, spectrum.Rank);
        Assert.Equal(4.0 / 3, SquaredLength(spectrum, [Math.Sqrt(first), 0]), 1e-5);
        Assert.Equal(4.0 / 3, SquaredLength(spectrum, [0, Math.Sqrt(second)]), 1e-5);
    }

    [Fact]
    public void A_variance_that_is_not_finite_counts_as_none() =>
        Assert.Equal(1, new CorrelationSpectrum([[double.PositiveInfinity, double.NaN], [double.NaN, 2]]).Rank);

    private static double SquaredLength(CorrelationSpectrum spectrum, double[] x)
    {
        var whitened = new float[x.Length];
        spectrum.Whiten(x, whitened);
        return whitened.Sum(value => (double)value * value);
    }
}
