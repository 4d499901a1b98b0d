using VaeTransforms.Model;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>The labels of rows, which name the clusters of the prior.</summary>
/// <param name="Column">The name of the column that they come from, for messages.</param>
/// <param name="Values">[rows] the number of the key, from 1; 0 for a row without a label.</param>
/// <param name="Keys">The values of the keys.</param>
/// <param name="Weight">As <see cref="VaeOptions.LabelWeight"/> takes it.</param>
internal sealed record RowLabels(string Column, IReadOnlyList<int> Values, LabelKeys Keys, double Weight)
{
    /// <summary>What each row's loss is multiplied by, and beside it the factors of its label.</summary>
    /// <param name="plan">Which of them there are.</param>
    /// <param name="training">Indices of the training rows.</param>
    /// <param name="meanWeight">Of the training rows.</param>
    /// <returns>
    /// [rows, 1], or with labels [rows, 1 + clusters], in the caller's dispose scope; null where there are neither weights nor
    /// labels.
    /// </returns>
    public static Tensor? Beside(TrainingPlan plan, long[] training, double meanWeight)
    {
        Tensor? weights = plan.RowWeights?.Normalized(meanWeight);
        if (plan.Labels is not { } labels)
        {
            return weights;
        }

        weights ??= ones([labels.Values.Count, 1], float32, CPU);
        return cat([weights, labels.Factors(labels.Values, labels.Factor(plan.Stream, training))], 1);
    }

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

    /// <summary>The factor of each row at the cluster of its label, and 0 elsewhere.</summary>
    /// <param name="labels">[rows], as <see cref="Values"/>.</param>
    /// <param name="factor">What <see cref="Factor"/> gave.</param>
    /// <returns>[rows, clusters], in the caller's dispose scope.</returns>
    public Tensor Factors(IReadOnlyList<int> labels, float factor)
    {
        int clusters = Keys.Texts.Length;
        var factors = new float[checked(labels.Count * clusters)];
        for (int row = 0; row < labels.Count; row++)
        {
            if (labels[row] > 0)
            {
                factors[(row * clusters) + labels[row] - 1] = factor;
            }
        }

        return tensor(factors, [labels.Count, clusters], float32);
    }

    private long Labeled(IStreamedRows? stream, long[] training) =>
        stream?.LabeledRows ?? training.Count(row => Values[(int)row] > 0);
}
