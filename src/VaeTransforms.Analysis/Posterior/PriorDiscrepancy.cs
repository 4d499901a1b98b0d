using System.Globalization;

namespace VaeTransforms;

/// <summary>
/// The squared maximum mean discrepancy (MMD²) between the codes and N(0, I), with its distribution under N(0, I).
/// </summary>
/// <remarks>
/// The kernel is exp(-|a - b|² / (2 K)). Its bandwidth K is half the mean squared distance of two draws from the prior. The
/// terms of the prior are exact, by the closed form of the kernel under N(0, I). The term of the codes is unbiased, so the value
/// can be below 0. The null distribution comes from 199 samples of the prior, each as large as the sample of codes. Gretton and
/// others 2012, 'A kernel two-sample test'.
/// </remarks>
/// <param name="Value">
/// MMD² of the codes, with one draw from the posterior of each row, of at most 1,000 rows; lower is better.
/// </param>
/// <param name="NullMedian">The median of MMD² under the prior.</param>
/// <param name="NullQuantile95">The 95 % quantile of MMD² under the prior.</param>
/// <param name="PValue">The share of samples from the prior with at least the MMD² of the codes; in [1 / 200, 1].</param>
public sealed record PriorDiscrepancy(double Value, double NullMedian, double NullQuantile95, double PValue)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"MMD² {Value:G3} (prior against itself: median {NullMedian:G3}, 95 % {NullQuantile95:G3}; p = {PValue:F3})");
}
