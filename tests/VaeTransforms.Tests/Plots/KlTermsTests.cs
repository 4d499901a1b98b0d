using System.Xml.Linq;
using VaeTransforms.Numerics;
using VaeTransforms.Plots;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class KlTermsTests
{
    [Fact]
    public void Every_term_is_named_on_both_panels() => Assert.Empty(
        new[]
            {
                "½ variance pushes in",
                "-½ ln variance keeps it from shrinking",
                "½ mean² pulls to the center",
                "minimum at 1",
                "nats",
            }
            .Except(XElement.Parse(KlTerms.Draw().ToSvg()).Descendants().Select(element => element.Value)));

    /// <summary>The formula of the picture equals the one that scores models.</summary>
    [Theory]
    [InlineData(0, 0.02)]
    [InlineData(0, 4)]
    [InlineData(-3, 1)]
    public void The_three_terms_sum_to_the_KL_divergence(double mean, double variance) => Assert.Equal(
        DiagonalGaussian.KlToStandardNormal([(float)mean], [(float)Math.Log(variance)]),
        (variance + (mean * mean) - 1 - Math.Log(variance)) / 2,
        1e-5);
}
