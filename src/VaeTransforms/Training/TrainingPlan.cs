using System.Globalization;

namespace VaeTransforms.Training;

/// <summary>Everything a training run needs to know besides its rows: options with every default resolved.</summary>
internal sealed record TrainingPlan
{
    public required VaeArchitecture Architecture { get; init; }

    /// <summary>Resolved: never <see cref="Normalization.Automatic"/>.</summary>
    public required Normalization Normalization { get; init; }

    public required double Beta { get; init; }

    /// <summary>The share of all steps over which the weight of the KL divergence rises from 0 to Beta.</summary>
    public required double KlWarmup { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double GradientClipNorm { get; init; }

    public required double ValidationFraction { get; init; }

    /// <summary>Indices of rows that are neither learned from nor held out; none of them held out before.</summary>
    public IReadOnlyList<long> LeftOut { get; init; } = [];

    public required int Patience { get; init; }

    public required int Seed { get; init; }

    /// <summary>The seed of which rows are held out, the same for all networks of an ensemble; null for <see cref="Seed"/>.</summary>
    public int? SplitSeed { get; init; }

    /// <summary>Which network of an ensemble is trained, from 1.</summary>
    public int Member { get; init; } = 1;

    /// <summary>How many networks the ensemble has.</summary>
    public int EnsembleSize { get; init; } = 1;

    /// <summary>Leaves the formulas of <see cref="TrainingPath.Compiled"/> alone where there are some: a second witness for tests.</summary>
    public bool AlwaysDifferentiate { get; init; }

    public required string InputColumnName { get; init; }

    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>How an error or a log line begins that is about one network of an ensemble; of one network, not at all.</summary>
    public string MemberPrefix => EnsembleSize == 1
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"Network {Member} of {EnsembleSize}: ");

    /// <summary>How an error or a log line refers to a feature: its slot name, or else its number.</summary>
    public string SlotName(int slot) =>
        SlotNames is { } names && names[slot].Length > 0
            ? $"'{names[slot]}'"
            : slot.ToString(CultureInfo.InvariantCulture);
}
