using System.Globalization;

namespace VaeTransforms;

/// <summary>Whether the generator copied rows that it was trained on.</summary>
/// <remarks>
/// The distance of two rows is the sum over columns: for numbers and dates the absolute difference divided by the standard
/// deviation of the real values, for categories 0 if equal and 1 otherwise. A missing number counts as the mean, and 1 is added
/// if only one of two numbers is missing. Gower 1971 adds in the same way, but divides by the range, which one extreme value can
/// stretch. The test with hold-out rows is from Platzer and Reutterer 2021, 'Holdout-based empirical assessment of mixed-type
/// synthetic data'.
/// </remarks>
public sealed record CopiedRows
{
    /// <summary>
    /// The share of synthetic rows, in [0, 1], that are nearer to a training row than to any hold-out row. Equal distances count
    /// half. 0.5 if the generator copied nothing. If every row is a copy, 1 if all training rows are searched; if only a share s
    /// of them is, about (1 + s) / 2. Null without hold-out rows.
    /// </summary>
    public required double? NearerToTraining { get; init; }

    /// <summary>
    /// The exact binomial interval of <see cref="NearerToTraining"/>, for other synthetic rows against the same training and
    /// hold-out rows. Another choice of these rows adds spread that the interval does not contain, so 0.5 can be slightly outside
    /// without copying. Null without hold-out rows.
    /// </summary>
    public required RateInterval? NearerToTrainingInterval { get; init; }

    /// <summary>The share of synthetic rows, in [0, 1], that equal a training row in every compared column.</summary>
    public required double ExactCopies { get; init; }

    /// <summary>
    /// The share of hold-out rows, in [0, 1], that equal a training row: how many equal rows there are without copying. Null
    /// without hold-out rows.
    /// </summary>
    public required double? ExactCopiesOfHoldout { get; init; }

    /// <summary>The median distance of a synthetic row to the nearest training row. Null without hold-out rows.</summary>
    public required double? MedianDistanceToTraining { get; init; }

    /// <summary>The median distance of a synthetic row to the nearest hold-out row. Null without hold-out rows.</summary>
    public required double? MedianDistanceToHoldout { get; init; }

    /// <summary>The number of synthetic rows whose nearest rows were searched.</summary>
    public required int SearchedRows { get; init; }

    /// <summary>The number of training rows, and also of hold-out rows, that were searched: equally many of both.</summary>
    public required int ReferenceRows { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string exact = string.Create(invariant, $"equal to a training row: {100 * ExactCopies:F2} % of the synthetic rows");
        return NearerToTraining is not { } nearer
            ? exact
            : string.Create(
                invariant,
                $"""
                {exact}, {100 * ExactCopiesOfHoldout:F2} % of the hold-out rows
                nearer to a training row than to a hold-out row: {100 * nearer:F1} %; 50 % without copying
                  {NearerToTrainingInterval}
                """);
    }
}
