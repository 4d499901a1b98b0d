using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <summary>
/// Finds features whose learned variance is at its lower bound: the decoder predicts them almost exactly, because other features
/// determine them. Slots that are constant are reported elsewhere.
/// </summary>
internal static class VarianceAtFloor
{
    // In log-variance. An optimizer stays a little above a bound.
    private const double Near = 0.05;

    // Of the names in a message.

    public static TrainingFinding? Find(TrainingFigures figures)
    {
        int[] slots =
        [
            .. Enumerable.Range(0, figures.LogVariances?.Length ?? 0)
                .Where(slot => figures.LogVariances![slot] <= LearnedVariance.Min + Near)
                .Except(figures.ConstantSlots),
        ];
        if (slots.Length == 0)
        {
            return null;
        }

        return new TrainingFinding
        {
            Kind = TrainingFindingKind.VarianceAtFloor,
            Summary = "The learned variance of some features is at its lower bound, so small errors in them decide the ELBO.",
            Evidence = FormattableString.Invariant(
                $"The log-variance is {LearnedVariance.Min} in {slots.Length} of {figures.LogVariances!.Length} slots: ")
                + $"{NameList.Of(slots.Select(figures.Plan.SlotName))}.",
            Advice = "Other features determine these almost exactly, such as copies or sums. Leave them out of the input column, "
                + "or lower LatentDimension so that the code cannot hold them exactly.",
        };
    }
}
