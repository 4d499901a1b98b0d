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

    /// <summary>Leaves the formulas of <see cref="TrainingPath.WrittenOut"/> alone where there are some: a second witness for tests.</summary>
    public bool AlwaysDifferentiate { get; init; }

    public required string InputColumnName { get; init; }

    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>How an error or a log line refers to a feature: its slot name, or else its number.</summary>
    public string SlotName(int slot) =>
        SlotNames is { } names && names[slot].Length > 0
            ? $"'{names[slot]}'"
            : slot.ToString(CultureInfo.InvariantCulture);
}
