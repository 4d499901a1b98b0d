using System.Globalization;

namespace VaeTransforms;

/// <summary>How far codes are from the prior N(0, I) by the squared maximum mean discrepancy, and how far chance alone takes it.</summary>
/// <remarks>
/// Kernel exp(-|a - b|² / (2 K)): its bandwidth is half the mean squared distance of two draws from the prior. The prior's
/// side is exact, by the kernel's closed form under N(0, I), and the codes' side unbiased, so a value below 0 is in order.
/// The null distribution comes from as many draws of the prior in place of codes. Gretton and others 2012, 'A kernel
/// two-sample test'.
/// </remarks>
/// <param name="Value">MMD² of the codes; one draw from the posterior of each row, of at most 1,000 rows.</param>
/// <param name="NullMedian">The median of MMD² under the prior.</param>
/// <param name="NullQuantile95">Its 95 % quantile: what chance exceeds once in twenty times.</param>
/// <param name="PValue">The share of draws from the prior that are as far away as the codes; at least 1 / 200.</param>
public sealed record PriorDiscrepancy(double Value, double NullMedian, double NullQuantile95, double PValue)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"MMD² {Value:G3} (prior against itself: median {NullMedian:G3}, 95 % {NullQuantile95:G3}; p = {PValue:F3})");
}
