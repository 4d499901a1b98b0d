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
        return cat([weights, labels.Factors(training)], 1);
    }

    /// <summary>Refuses labels of which no row trained on has one.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Check(RowSplit split)
    {
        if (!split.Training.Any(row => Values[(int)row] > 0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"LabelColumnName needs a label in at least one training row, but column '{Column}' is missing in all ")
                + FormattableString.Invariant($"{split.Training.Length} of them. Label some rows of every key, or set ")
                + "LabelColumnName to null.");
        }
    }

    /// <summary>
    /// The factor of -ln q(c|x) of each row, at the cluster of its label: 1 for the bound of ln p(x, c), and for the
    /// classification loss α, which is <see cref="Weight"/> divided by the share of training rows that have a label.
    /// </summary>
    /// <returns>[rows, clusters].</returns>
    private Tensor Factors(long[] training)
    {
        int labeled = training.Count(row => Values[(int)row] > 0);
        float factor = (float)(1 + (Weight * training.Length / labeled));
        int clusters = Keys.Texts.Length;
        var factors = new float[checked(Values.Count * clusters)];
        for (int row = 0; row < Values.Count; row++)
        {
            if (Values[row] > 0)
            {
                factors[(row * clusters) + Values[row] - 1] = factor;
            }
        }

        return tensor(factors, float32).view(-1, clusters);
    }
}
