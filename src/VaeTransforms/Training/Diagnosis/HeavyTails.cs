namespace VaeTransforms.Training;

/// <summary>
/// Finds errors that a Gaussian likelihood does not expect. The criterion is the share of the squared error that is due to errors
/// beyond 6 standard deviations. It says directly how much the learned variance depends on a few values; excess kurtosis says it
/// less plainly, and depends on the single largest error.
/// </summary>
internal static class HeavyTails
{
    // For normal errors the share is below a millionth; in tables of measurements it was up to an eighth. Student's t
    // distribution with 3 degrees of freedom has about a fifth.
    private const double MaxShare = 0.25;

    public static TrainingFinding? Find(TrainingFigures figures) =>
        figures.Far is { } far && far.SquaredErrorShare > MaxShare
            ? new TrainingFinding
            {
                Kind = TrainingFindingKind.HeavyTails,
                Summary = "A few values have errors that the Gaussian likelihood does not expect, and determine what is learned.",
                Evidence = FormattableString.Invariant(
                    $"{far.ValueShare:P2} of the values have errors beyond {FarErrors.Limit} standard deviations, and make ")
                    + FormattableString.Invariant($"up {far.SquaredErrorShare:P0} of the squared error; the limit is ")
                    + FormattableString.Invariant($"{MaxShare:P0}."),
                Advice = "Set Likelihood to Likelihood.StudentT() if these values are errors, or Normalization to "
                    + "Normalization.Quantile if the features have long tails.",
            }
            : null;
}
