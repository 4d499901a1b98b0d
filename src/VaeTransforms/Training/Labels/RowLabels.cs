using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <summary>The labels of rows, which name the clusters of the prior.</summary>
/// <param name="Column">The name of the column that they come from, for messages.</param>
/// <param name="Values">[rows] the number of the key, from 1; 0 for a row without a label.</param>
/// <param name="Keys">The values of the keys.</param>
/// <param name="Weight">As <see cref="VaeOptions.LabelWeight"/> takes it.</param>
internal sealed record RowLabels(string Column, IReadOnlyList<int> Values, NamedKeys Keys, double Weight)
{
    /// <summary>Refuses labels of which no row trained on has one.</summary>
    /// <param name="split">The rows in memory.</param>
    /// <param name="stream">All rows trained on, where they are read again in each epoch; null where all are in memory.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Check(RowSplit split, IStreamedRows? stream)
    {
        if (Labeled(stream, split.Training) == 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"LabelColumnName needs a label in at least one training row, but column '{Column}' is missing in all ")
                + FormattableString.Invariant($"{stream?.TrainingRows ?? split.Training.Length} of them. Label some rows of ")
                + "every key, or set LabelColumnName to null.");
        }
    }

    /// <summary>
    /// The factor of -ln q(c|x) of a row, c the cluster of its label: 1 for the bound of ln p(x, c), and for the classification
    /// loss α, which is <see cref="Weight"/> divided by the share of training rows that have a label.
    /// </summary>
    /// <param name="stream">All rows trained on, where they are read again in each epoch; null where all are in memory.</param>
    /// <param name="training">Indices of the training rows in memory.</param>
    public float Factor(IStreamedRows? stream, long[] training) =>
        (float)(1 + (Weight * (stream?.TrainingRows ?? training.LongLength) / Labeled(stream, training)));

    private long Labeled(IStreamedRows? stream, long[] training) =>
        stream?.LabeledRows ?? training.Count(row => Values[(int)row] > 0);
}
