namespace VaeTransforms;

/// <summary>The likelihood of a column, and why it has that one.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Likelihood">Its likelihood.</param>
/// <param name="Reason">In a few words.</param>
public sealed record ColumnLikelihood(string Column, Likelihood Likelihood, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Column}: {Likelihood} ({Reason})";
}
