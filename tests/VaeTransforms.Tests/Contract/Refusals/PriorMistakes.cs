using Microsoft.ML;
using static VaeTransforms.Tests.Contract.Refusals.OptionMistakes;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Priors that cannot be made, and options and rows that do not fit them.</summary>
internal static class PriorMistakes
{
    private static readonly MLContext Ml = new(1);

    public static IReadOnlyList<Mistake> OutOfRange { get; } =
    [
        Set("components", "1", () => Prior.MixtureOfGaussians(1), "at least 2", "Prior.StandardNormal"),
        Set("pseudoInputs", "0", () => Prior.VampPrior(0), "at least 2", "Prior.StandardNormal"),
        Set("steps", "0", () => Prior.AutoregressiveFlow(0), "from 1 to 16", "Prior.StandardNormal"),
        Set("units", "5000", () => Prior.AutoregressiveFlow(units: 5000), "from 1 to 4096"),
        Set("Prior", "null", () => Quick with { Prior = null! }, "Prior.StandardNormal"),
    ];

    public static IReadOnlyList<Mistake> Contradictions { get; } =
    [
        Make(
            "A column of clusters without clusters",
            () => Encode(Quick with { ClusterColumnName = "Cluster" }),
            "'Cluster'",
            "Prior is StandardNormal",
            "Prior.MixtureOfGaussians") with
        { Parameter = "ClusterColumnName" },
        Make(
            "Probabilities of clusters with a VampPrior",
            () => Encode(Quick with { ClusterProbabilitiesColumnName = "P", Prior = Prior.VampPrior(5) }),
            "'P'",
            "Prior is VampPrior(5)") with
        { Parameter = "ClusterProbabilitiesColumnName" },
        Make(
            "Free bits with a mixture",
            () => Encode(Quick with { Objective = Objective.FreeBits(0.1), Prior = Prior.MixtureOfGaussians(5) }),
            "Objective.FreeBits",
            "closed form",
            "MixtureOfGaussians(5)"),
        Make(
            "Total correlation with a mixture",
            () => Encode(Quick with { Objective = Objective.TotalCorrelation(5), Prior = Prior.MixtureOfGaussians(5) }),
            "Objective.TotalCorrelation",
            "independent",
            "MixtureOfGaussians(5)"),
        Make(
            "Free bits with a flow",
            () => Encode(Quick with { Objective = Objective.FreeBits(0.1), Prior = Prior.AutoregressiveFlow() }),
            "Objective.FreeBits",
            "closed form",
            "AutoregressiveFlow(2, 32)"),
        Make(
            "Total correlation with a flow",
            () => Encode(Quick with { Objective = Objective.TotalCorrelation(5), Prior = Prior.AutoregressiveFlow() }),
            "Objective.TotalCorrelation",
            "independent",
            "AutoregressiveFlow(2, 32)"),
        Make(
            "InfoVAE with a flow",
            () => Encode(Quick with { Objective = Objective.InfoVae(0, 10), Prior = Prior.AutoregressiveFlow() }),
            "Objective.InfoVae",
            "standard normal",
            "AutoregressiveFlow(2, 32)"),
        Make(
            "Clusters of a flow",
            () => Encode(Quick with { ClusterColumnName = "Cluster", Prior = Prior.AutoregressiveFlow() }),
            "'Cluster'",
            "Prior is AutoregressiveFlow(2, 32)",
            "Prior.MixtureOfGaussians") with
        { Parameter = "ClusterColumnName" },
        Make(
            "DIP-VAE with a VampPrior",
            () => Encode(Quick with { Objective = Objective.DipVae1(1, 1), Prior = Prior.VampPrior(5) }),
            "Objective.DipVae",
            "standard normal",
            "VampPrior(5)"),
    ];

    public static IReadOnlyList<Mistake> OfRows { get; } =
    [
        Fit(
            "More components than training rows",
            Quick with { Prior = Prior.MixtureOfGaussians(55) },
            "at least 55",
            "without the held-out ones"),
        Fit("More pseudo-inputs than training rows", Quick with { Prior = Prior.VampPrior(60) }, "at least 60"),
        Fit(
            "Dropout in the encoder of a VampPrior",
            Quick with
            {
                Prior = Prior.VampPrior(5),
                HiddenLayers = null,
                Network = new VaeNetwork { Encoder = [Layer.Dense(8), Layer.Dropout(0.1)], Decoder = [] },
            },
            "VampPrior(5)",
            "encoder.1"),
    ];

    private static Mistake Fit(string name, VaeOptions options, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject => subject.Create(Ml, options).Fit(View(Ml, Rows(60))),
        facts);
}
