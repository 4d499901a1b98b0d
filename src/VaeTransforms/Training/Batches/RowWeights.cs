namespace VaeTransforms.Training;

/// <summary>What the loss of each row is multiplied by.</summary>
/// <param name="Column">The name of the column that the weights come from, for messages.</param>
/// <param name="Values">[rows], finite, from 0.</param>
internal sealed record RowWeights(string Column, IReadOnlyList<float> Values)
{
    /// <summary>Refuses weights by which nothing counts.</summary>
    /// <exception cref="ArgumentException">All training rows, or all held-out rows, have weight 0.</exception>
    public void Check(RowSplit split)
    {
        Check(split.Training, "training");
        Check(split.Validation, "held-out");
    }

    /// <summary>The mean over some rows.</summary>
    /// <param name="rows">Their indices.</param>
    public double Mean(long[] rows) => rows.Average(row => (double)Values[(int)row]);

    private void Check(long[] rows, string kind)
    {
        if (rows.Length > 0 && rows.All(row => Values[(int)row] == 0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"ExampleWeightColumnName needs a weight above 0 for at least one {kind} row, but column '{Column}' is 0 in all ")
                + FormattableString.Invariant($"{rows.Length} of them. Correct the weights, or set ExampleWeightColumnName to ")
                + "null.");
        }
    }
}
