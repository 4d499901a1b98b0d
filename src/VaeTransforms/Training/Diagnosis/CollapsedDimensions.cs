namespace VaeTransforms.Training;

/// <summary>
/// Finds a posterior that collapsed to the prior. Some collapsed dimensions are normal: a VAE turns off those that it does not
/// need, on healthy data up to half of the default number. So the finding needs more than three quarters.
/// </summary>
internal static class CollapsedDimensions
{
    private const double MaxShare = 0.75;

    public static TrainingFinding? Find(TrainingFigures figures)
    {
        int all = figures.Dimensions.Count;
        int collapsed = figures.Dimensions.Count(dimension => dimension.IsPrior);
        if (collapsed <= MaxShare * all)
        {
            return null;
        }

        double nats = figures.Dimensions.Where(dimension => dimension.IsPrior).Max(dimension => dimension.KlDivergence);
        return new TrainingFinding
        {
            Kind = TrainingFindingKind.CollapsedDimensions,
            Summary = collapsed == all
                ? "The latent code says nothing about the rows: all latent dimensions collapsed to the prior."
                : "Most latent dimensions say nothing about the rows: they collapsed to the prior.",
            Evidence = FormattableString.Invariant(
                $"{figures.ActiveDimensions} of {all} latent dimensions are active; {collapsed} have the same posterior for ")
                + FormattableString.Invariant($"every row, and a KL divergence of at most {nats:G2} nats."),
            Advice = Advice(figures.Plan),
        };
    }

    private static string Advice(TrainingPlan plan) => plan is { ObjectiveIsSet: false, Objective: var elbo }
        ? FormattableString.Invariant(
            $"Lower Beta (it is {elbo.Weight}), raise KlWarmup (it is {elbo.Annealing.End}) or Epochs, or lower ")
            + "LatentDimension if the other dimensions are enough."
        : $"Lower the weight of the KL divergence in Objective (it is {plan.Objective}), try Objective.FreeBits, or lower "
            + "LatentDimension if the other dimensions are enough.";
}
