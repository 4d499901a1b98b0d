namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// A likelihood for each column, chosen by its type when training begins: <see cref="Bernoulli"/> for a Boolean,
    /// <see cref="Categorical"/> for text, a key or a group of indicators, <see cref="Binned"/> for a number. For one vector
    /// column without categories and without gaps it is <see cref="Gaussian"/> for all slots, or
    /// <see cref="IsotropicGaussian"/> if one scale normalizes them.
    /// </summary>
    /// <remarks>
    /// The rule is plain because it need not be clever: a binned density has no shape of its own, so it fits counts, amounts with
    /// heavy tails, values with a heap at zero and levels alike. <c>TrainingReport.ColumnLikelihoods</c> says what was chosen.
    /// </remarks>
    public static Likelihood Automatic { get; } = new AutomaticLikelihood();
}

/// <summary>Stands for likelihoods that are not chosen yet.</summary>
internal sealed record AutomaticLikelihood : UnresolvedLikelihood;
