using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class TotalVarianceTests
{
    [Fact]
    public void It_is_the_sum_of_the_coordinates_variances_however_far_off_they_lie()
    {
        var variance = new TotalVariance(2);

        variance.Add([1e6f + 1, 5, 1e6f + 2, 5]);
        variance.Add([1e6f + 3, 8]);

        Assert.Equal((2.0 / 3) + 2, variance.Value, 1e-9);
    }

    [Fact]
    public void It_is_0_without_vectors() => Assert.Equal(0, new TotalVariance(3).Value);
}
