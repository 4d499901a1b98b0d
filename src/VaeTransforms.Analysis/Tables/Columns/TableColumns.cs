namespace VaeTransforms.Analysis;

/// <summary>Real, synthetic and hold-out rows, column by column.</summary>
/// <param name="Columns">In the order of the real table, at least one.</param>
/// <param name="Unpaired">The names that only one of the real and the synthetic table has.</param>
internal sealed record TableColumns(IReadOnlyList<MixedColumn> Columns, IReadOnlyList<string> Unpaired)
{
    public int RealRows => Columns[0].Real.Length;

    public int SyntheticRows => Columns[0].Synthetic.Length;

    public int HoldoutRows => Columns[0].Holdout.Length;
}
