using VaeTransforms.Model;

namespace VaeTransforms.Search;

/// <summary>Which options a trial may not change, because its metric could not be compared with that of other trials.</summary>
internal static class Comparability
{
    /// <summary>They choose the held-out rows and the columns of the result.</summary>
    private static readonly (string Name, Func<VaeOptions, object?> Of)[] Fixed =
    [
        (nameof(VaeOptions.Seed), options => options.Seed),
        (nameof(VaeOptions.ValidationFraction), options => options.ValidationFraction),
        (nameof(VaeOptions.HoldOut), options => options.HoldOut),
        (nameof(VaeOptions.SamplingKeyColumnName), options => options.SamplingKeyColumnName),
        (nameof(VaeOptions.LabelColumnName), options => options.LabelColumnName),
        (nameof(VaeOptions.LogVarianceColumnName), options => options.LogVarianceColumnName),
        (nameof(VaeOptions.ReconstructionColumnName), options => options.ReconstructionColumnName),
        (nameof(VaeOptions.KlDivergenceColumnName), options => options.KlDivergenceColumnName),
        (nameof(VaeOptions.ReconstructionErrorColumnName), options => options.ReconstructionErrorColumnName),
        (nameof(VaeOptions.ScoreColumnName), options => options.ScoreColumnName),
        (nameof(VaeOptions.ObservedSlotsColumnName), options => options.ObservedSlotsColumnName),
        (nameof(VaeOptions.ClusterColumnName), options => options.ClusterColumnName),
        (nameof(VaeOptions.ClusterProbabilitiesColumnName), options => options.ClusterProbabilitiesColumnName),
    ];

    /// <summary>They set the unit of the ELBO: what it is a density of, and the mean over which rows.</summary>
    private static readonly (string Name, Func<VaeOptions, object?> Of)[] UnitsOfTheElbo =
    [
        (nameof(VaeOptions.Likelihood), options => options.Likelihood),
        (nameof(VaeOptions.Normalization), options => options.Normalization),
        (nameof(VaeOptions.MissingValues), options => options.MissingValues),
        (nameof(VaeOptions.Columns), options => options.Columns),
        (nameof(VaeOptions.ImageHeight), options => options.ImageHeight),
        (nameof(VaeOptions.ImageWidth), options => options.ImageWidth),
        (nameof(VaeOptions.ImageColors), options => options.ImageColors),
        (nameof(VaeOptions.ConditionColumnName), options => options.ConditionColumnName),
        (nameof(VaeOptions.ExampleWeightColumnName), options => options.ExampleWeightColumnName),
    ];

    /// <summary>Why a trial cannot be compared with the base options; null if it can.</summary>
    /// <param name="varied">The name of the varied option.</param>
    /// <param name="start">The base options.</param>
    /// <param name="trial">Those of the trial.</param>
    /// <param name="hasMetric">Whether trials are measured by a function of the caller's.</param>
    public static string? Conflict(string varied, VaeOptions start, VaeOptions trial, bool hasMetric)
    {
        if (FirstChange(Fixed, start, trial) is { } change)
        {
            return $"All trials of a search need the same held-out rows and the same columns, but '{varied}' in Vary "
                + $"changes {change}. Set it in Base, and leave it out of Vary.";
        }

        return !hasMetric && FirstChange(UnitsOfTheElbo, start, trial) is { } unit
            ? $"Trials of a search are compared by the ELBO of the held-out rows, but '{varied}' in Vary changes {unit}, and "
                + "with it the unit of the ELBO. Set Metric, or leave it out of Vary."
            : null;
    }

    private static string? FirstChange(
        (string Name, Func<VaeOptions, object?> Of)[] options, VaeOptions start, VaeOptions trial)
    {
        foreach ((string name, Func<VaeOptions, object?> of) in options)
        {
            if (!Equals(of(start), of(trial)))
            {
                return $"{name} from {OptionRule.Text(of(start))} to {OptionRule.Text(of(trial))}";
            }
        }

        return null;
    }
}
