using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class CovarianceFactorTests
{
    [Fact]
    public void The_determinant_is_that_of_the_matrix()
    {
        double[][] matrix = [[4, 2, 0.6], [2, 3, 0.4], [0.6, 0.4, 1]];

        var factor = new CovarianceFactor(matrix);

        double determinant = (4 * (3 - 0.16)) - (2 * (2 - 0.24)) + (0.6 * (0.8 - 1.8));
        Assert.Equal(Math.Log(determinant), factor.LogDeterminant, 1e-12);
        Assert.Equal(3, factor.Rank);
    }

    [Fact]
    public void Whitened_lengths_are_those_of_the_inverse_matrix()
    {
        var whitened = new float[2];

        new CovarianceFactor([[4, 2], [2, 3]]).Whiten([1, -2], whitened);

        // xᵀ C⁻¹ x with C⁻¹ = [[3, -2], [-2, 4]] / 8.
        Assert.Equal((3 + 8 + 16) / 8.0, (whitened[0] * whitened[0]) + (whitened[1] * whitened[1]), 1e-5);
    }

    [Fact]
    public void A_direction_without_variance_is_left_out()
    {
        var factor = new CovarianceFactor([[1, 2, 0], [2, 4, 0], [0, 0, 0]]);
        var whitened = new float[3];

        factor.Whiten([3, 6, 9], whitened);

        Assert.Equal(1, factor.Rank);
        Assert.Equal([3, 0, 0], whitened);
        Assert.Equal(double.NegativeInfinity, factor.LogDeterminant);
    }
}
