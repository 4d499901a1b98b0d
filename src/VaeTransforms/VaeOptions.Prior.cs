using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>The prior, and the clusters that it finds.</content>
public sealed partial record VaeOptions
{
    /// <summary>
    /// The distribution of latent vectors that the KL divergence pulls codes towards. Default:
    /// <see cref="Prior.StandardNormal"/>. <see cref="Prior.MixtureOfGaussians"/> clusters rows.
    /// </summary>
    /// <remarks>
    /// Priors other than the standard normal take the path <see cref="TrainingPath.Derived"/>, and their codes do not have the
    /// scale of N(0, 1), so that the column is not annotated as normalized.
    /// </remarks>
    public Prior Prior
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; Prior.StandardNormal is the default.");
    } = Prior.StandardNormal;

    /// <summary>
    /// The name of a column for the most probable cluster of a row: a key (UInt32) from 1 to the number of components, missing
    /// for a row that cannot be scored. Default: null, no such column. It needs <see cref="Prior.MixtureOfGaussians"/>.
    /// </summary>
    public string? ClusterColumnName { get; init => field = ColumnName(value, nameof(ClusterColumnName)); }

    /// <summary>
    /// The name of a column for the probabilities of the clusters, Vector&lt;Single, number of components&gt;, which add up to 1.
    /// Default: null, no such column. It needs <see cref="Prior.MixtureOfGaussians"/>.
    /// </summary>
    public string? ClusterProbabilitiesColumnName
    {
        get;
        init => field = ColumnName(value, nameof(ClusterProbabilitiesColumnName));
    }

    /// <summary>Checks the rules between the prior and other options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    private void ValidatePrior()
    {
        OptionsResolution.CheckPrior(ChosenObjective, Prior);
        (string option, string? column) = ClusterColumnName is null
            ? (nameof(ClusterProbabilitiesColumnName), ClusterProbabilitiesColumnName)
            : (nameof(ClusterColumnName), ClusterColumnName);
        if (column is not null && Prior.Clusters == 0)
        {
            throw new ArgumentException(
                $"{option} needs a prior with clusters, but it is '{column}' and Prior is {Prior}. Set Prior to "
                    + $"Prior.MixtureOfGaussians, or leave {option} unset.",
                option);
        }
    }
}
