using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class LogMeanExpTests
{
    [Fact]
    public void It_is_the_logarithm_of_the_mean() => Assert.Equal(Math.Log(3), LogMeanExp.Of([0, Math.Log(5)]), 1e-12);

    [Fact]
    public void It_neither_overflows_nor_underflows()
    {
        Assert.Equal(5000, LogMeanExp.Of([5000, 5000]), 1e-9);
        Assert.Equal(-5000 - Math.Log(2), LogMeanExp.Of([-5000, double.NegativeInfinity]), 1e-9);
        Assert.Equal(double.NegativeInfinity, LogMeanExp.Of([double.NegativeInfinity]));
    }
}
