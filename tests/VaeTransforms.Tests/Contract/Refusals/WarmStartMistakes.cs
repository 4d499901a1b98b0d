using Microsoft.ML;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Models that a fit cannot start from. All of it is refused before training.</summary>
internal static class WarmStartMistakes
{
    private static readonly MLContext Ml = new(1);

    private static readonly Lazy<VaeModel> Model = new(
        () => Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(View(Ml, Rows(60))).Model);

    private static readonly Lazy<VaeModel> OfTable = new(
        () => Ml.Transforms.VaeEncode("Latent", ["First", "Second"], Quick with { LatentDimension = 1 }).Fit(Both()).Model);

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Start("Another LatentDimension", new() { LatentDimension = 4 }, "LatentDimension is 4", "has 3"),
        Start("Other HiddenLayers", new() { HiddenLayers = [8] }, "HiddenLayers is [8] with Activation Silu", "Units = 16"),
        Start("Another Activation", new() { Activation = Activation.Tanh }, "Activation is Tanh", "SiluLayer"),
        Start(
            "Another Network", new() { Network = VaeNetwork.Dense([8], Layer.Relu) }, "Network is", "Units = 8", "Units = 16"),
        Start("Another Likelihood", new() { Likelihood = Likelihood.StudentT(5) }, "Likelihood is StudentT(5)", "Gaussian"),
        Start("Another Prior", new() { Prior = Prior.MixtureOfGaussians(3) }, "Prior is MixtureOfGaussians(3)", "StandardNormal"),
        Start("Another Normalization", new() { Normalization = Normalization.MinMax }, "Normalization is MinMax", "Standardize"),
        new(
            "A model of another number of values",
            typeof(ArgumentException),
            subject => subject.Create(Ml, new()).Fit(InputMistakes.Twice(Ml, View(Ml, Rows(50))), null, Model.Value),
            "'Features'",
            "24 values",
            "12"),
        new(
            "A model of a table for a vector",
            typeof(ArgumentException),
            subject => subject.Create(Ml, new() { Progress = new NoTraining() }).Fit(Both(), null, OfTable.Value),
            "'First', 'Second'",
            "'Features'"),
    ];

    /// <summary>The vector, and columns that are no part of it.</summary>
    private static IDataView Both()
    {
        IDataView data = View(Ml, Rows(50));
        return Ml.Transforms.CopyColumns("First", "Features").Append(Ml.Transforms.CopyColumns("Second", "Features"))
            .Fit(data).Transform(data);
    }

    private static Mistake Start(string name, VaeOptions options, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        subject => subject.Create(Ml, options with { Progress = new NoTraining() }).Fit(View(Ml, Rows(50)), null, Model.Value),
        facts);
}
