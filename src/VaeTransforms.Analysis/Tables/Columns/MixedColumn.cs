namespace VaeTransforms.Analysis;

/// <summary>The values of one column, or of one slot of a vector column, in all tables.</summary>
/// <param name="Source">The name of the column in the schema.</param>
/// <param name="Name">The name in reports. It differs from the source for a slot of a vector.</param>
/// <param name="Kind">How the values are compared.</param>
/// <param name="Categories">The names of the categories, in the order of their codes; empty for numbers and dates.</param>
/// <param name="Real">Finite numbers, days, or codes of categories from 0; NaN for missing values.</param>
/// <param name="Synthetic">The same for the synthetic rows.</param>
/// <param name="Holdout">The same for the hold-out rows; empty if there are none.</param>
internal sealed record MixedColumn(
    string Source,
    string Name,
    TableColumnKind Kind,
    IReadOnlyList<string> Categories,
    double[] Real,
    double[] Synthetic,
    double[] Holdout)
{
    public bool IsCategory => Kind == TableColumnKind.Category;
}
