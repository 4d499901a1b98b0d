namespace VaeTransforms.Training;

/// <summary>
/// Finds fits whose best epoch lies in the KL warm-up: the model was never trained with the objective that was asked for.
/// </summary>
internal static class BestEpochInWarmup
{
    public static TrainingFinding? Find(TrainingFigures figures)
    {
        TrainingPlan plan = figures.Plan;
        return figures.Best.Validation is null || figures.Best.KlWeight >= plan.Objective.Weight
            ? null
            : new TrainingFinding
            {
                Kind = TrainingFindingKind.BestEpochInWarmup,
                Summary = "The best epoch lies in the KL warm-up, so the model was not trained with the full weight of the KL "
                    + "divergence.",
                Evidence = FormattableString.Invariant(
                    $"The best epoch is {figures.Best.Epoch} of {plan.Epochs}, where the weight was {figures.Best.KlWeight:G3}; ")
                    + FormattableString.Invariant($"Beta is {plan.Objective.Weight}."),
                Advice = Annealing(plan) + FormattableString.Invariant(
                    $" or LearningRate (it is {plan.LearningRate}); if held-out rows get ")
                    + "worse after a few epochs, fit on more rows or use smaller HiddenLayers.",
            };
    }

    private static string Annealing(TrainingPlan plan) => plan.ObjectiveIsSet
        ? $"Shorten the annealing of Objective (it is {plan.Objective})"
        : FormattableString.Invariant($"Lower KlWarmup (it is {plan.Objective.Annealing.End})");
}
