namespace VaeTransforms.Training;

/// <summary>
/// Finds fits with too few rows for their latent dimensions. The rule is 5 training rows for each latent dimension: with fewer,
/// the network can learn each row by heart. Weights are no measure: a VAE has more of them than rows even where it generalizes.
/// </summary>
internal static class FewRows
{
    private const int RowsPerDimension = 5;

    public static TrainingFinding? Find(TrainingFigures figures)
    {
        int dimensions = figures.Dimensions.Count;
        return figures.TrainingRows >= RowsPerDimension * dimensions
            ? null
            : new TrainingFinding
            {
                Kind = TrainingFindingKind.FewRows,
                Summary = "There are few training rows for the number of latent dimensions, so the network may learn rows by "
                    + "heart.",
                Evidence = FormattableString.Invariant(
                    $"There are {figures.TrainingRows} training rows and {dimensions} latent dimensions; the limit is ")
                    + FormattableString.Invariant($"{RowsPerDimension} rows per dimension."),
                Advice = FormattableString.Invariant(
                    $"Fit on more rows, or set LatentDimension to at most ")
                    + FormattableString.Invariant($"{Math.Max(1, figures.TrainingRows / RowsPerDimension)}."),
            };
    }
}
