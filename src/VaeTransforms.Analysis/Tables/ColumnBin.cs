namespace VaeTransforms;

/// <summary>One bar of a column's histogram.</summary>
/// <param name="Label">
/// A category, or the interval of a number or date. "missing" for missing values, "other" for all less frequent categories.
/// </param>
/// <param name="RealShare">The share of all real rows, in [0, 1].</param>
/// <param name="SyntheticShare">The share of all synthetic rows, in [0, 1].</param>
public sealed record ColumnBin(string Label, double RealShare, double SyntheticShare);
