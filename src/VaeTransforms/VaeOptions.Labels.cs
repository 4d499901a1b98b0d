using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>Labels of some rows.</content>
public sealed partial record VaeOptions
{
    private const double DefaultLabelWeight = 1;

    /// <summary>
    /// The name of a column with the label of each row, a key that is missing in rows without a label: most rows may have none.
    /// The labels name the components of <see cref="Prior.MixtureOfGaussians"/>: there is one for each key, and
    /// <see cref="ClusterColumnName"/> is the predicted label. Default: null, no labels.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A row with the label c is trained on with the bound of ln p(x, c) in place of that of ln p(x), and with a classification
    /// loss besides, which <see cref="LabelWeight"/> weighs. The components begin at the means of the rows with their label.
    /// </para>
    /// <para>
    /// Held-out rows are not trained on, and neither are their labels. The key values must be text or numbers, and become those
    /// of the column of clusters. Training reports <c>LabelLoss</c> among the parts of the objective. The column is read by
    /// <c>Fit</c> only.
    /// </para>
    /// <para>Kingma and others 2014, 'Semi-supervised learning with deep generative models', the model M2.</para>
    /// </remarks>
    public string? LabelColumnName { get; init => field = ColumnName(value, nameof(LabelColumnName)); }

    /// <summary>
    /// The weight of the classification loss, in [0, ∞): of the mean of -ln q(c|x) over the rows with a label, in nats, beside
    /// the mean of the negative ELBO over all rows. Default: 1.
    /// </summary>
    /// <remarks>
    /// The loss of one row with a label has the factor α = LabelWeight divided by the share of training rows with a label, so
    /// that few labels count as much as many. More fits the labels better and the rows worse.
    /// </remarks>
    public double LabelWeight
    {
        get;
        init => field = OptionRule.Check(
            value, value is >= 0 and < double.PositiveInfinity, "must be a finite number in [0, ∞); 1 is the default.");
    } = DefaultLabelWeight;

    /// <summary>Checks the rules between labels and other options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    private void ValidateLabels()
    {
        if (LabelColumnName is { } name && Prior is not (MixtureOfGaussiansPrior or LabelMixturePrior))
        {
            throw new ArgumentException(
                $"LabelColumnName needs a prior whose components the labels name, but it is '{name}' and Prior is {Prior}. Set "
                    + "Prior to Prior.MixtureOfGaussians(), or LabelColumnName to null.",
                nameof(LabelColumnName));
        }

        if (LabelColumnName is null && Prior is LabelMixturePrior)
        {
            throw new ArgumentException(
                "Prior.MixtureOfGaussians() without a number has as many components as LabelColumnName has keys, but "
                    + "LabelColumnName is null. Set LabelColumnName, or give the number of components.",
                nameof(Prior));
        }

        if (LabelColumnName is null && LabelWeight != DefaultLabelWeight)
        {
            throw new ArgumentException(
                $"LabelWeight weighs the labels of LabelColumnName, but it is {OptionRule.Text(LabelWeight)} and LabelColumnName "
                    + "is null. Set LabelColumnName, or leave LabelWeight unset.",
                nameof(LabelWeight));
        }
    }
}
