namespace VaeTransforms.Training;

/// <summary>
/// Finds fits whose best epoch lies in the KL warm-up: the model was never trained with the objective that was asked for.
/// </summary>
internal static class BestEpochInWarmup
{
    public static TrainingFinding? Find(TrainingFigures figures)
    {
        TrainingPlan plan = figures.Plan;
        return figures.Best.Validation is null || figures.Best.KlWeight >= plan.Beta
            ? null
            : new TrainingFinding
            {
                Kind = TrainingFindingKind.BestEpochInWarmup,
                Summary = "The best epoch lies in the KL warm-up, so the model was not trained with the full weight of the KL "
                    + "divergence.",
                Evidence = FormattableString.Invariant(
                    $"The best epoch is {figures.Best.Epoch} of {plan.Epochs}, where the weight was {figures.Best.KlWeight:G3}; ")
                    + FormattableString.Invariant($"Beta is {plan.Beta}."),
                Advice = FormattableString.Invariant(
                    $"Lower KlWarmup (it is {plan.KlWarmup}) or LearningRate (it is {plan.LearningRate}); if held-out rows get ")
                    + "worse after a few epochs, fit on more rows or use smaller HiddenLayers.",
            };
    }
}
