using System.Globalization;

namespace VaeTransforms;

/// <summary>What a detector says about a point of a series. The output column has the same three numbers.</summary>
/// <param name="IsAnomaly">Whether the score is above the threshold; false without a score.</param>
/// <param name="Score">
/// The anomaly score of the window that ends with the point; higher is more anomalous. NaN if the window has fewer points, or a
/// value that is not finite.
/// </param>
/// <param name="PValue">
/// In (0, 1]: (1 + the number of held-out scores that are not below) / (n + 1). Lower is more anomalous. NaN without a score.
/// </param>
public readonly record struct SeriesPoint(bool IsAnomaly, double Score, double PValue)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"score {Score:G6}, p = {PValue:G3}{(IsAnomaly ? ", anomaly" : "")}");
}
