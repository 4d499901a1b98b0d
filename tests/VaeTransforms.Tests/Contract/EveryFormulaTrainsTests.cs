using Microsoft.ML;
using VaeTransforms.Tests.Formulas;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Fits, stores and reads a model with every layer, likelihood, prior and normalization that the library has.</summary>
public sealed class EveryFormulaTrainsTests
{
    public static TheoryData<string> Layers => [.. EveryFormula.Made<Layer>().Select(layer => layer.ToString())];

    public static TheoryData<string> Likelihoods => [.. EveryFormula.Made<Likelihood>().Select(likelihood => likelihood.Name)];

    public static TheoryData<string> Priors => [.. EveryFormula.Made<Prior>().Select(prior => prior.Name)];

    public static TheoryData<string> Normalizations => [.. EveryFormula.Made<Normalization>().Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_trains_and_is_stored(string name)
    {
        Layer layer = EveryFormula.Made<Layer>().Single(layer => layer.ToString() == name);
        VaeOptions options = Quick with { HiddenLayers = null, Network = NetworkWith(layer) };
        TrainsAndIsStored(options, model => Assert.Equal(options.Network, model.Architecture.Network));
    }

    [Theory]
    [MemberData(nameof(Likelihoods))]
    public void A_likelihood_trains_and_is_stored(string name)
    {
        Likelihood likelihood = EveryFormula.Made<Likelihood>().Single(likelihood => likelihood.Name == name);
        TrainsAndIsStored(
            Quick with { Likelihood = likelihood },
            model => Assert.Equal(likelihood.Name, model.Architecture.Likelihood.Name),
            features => Fitting(likelihood, features));
    }

    [Theory]
    [MemberData(nameof(Priors))]
    public void A_prior_trains_and_is_stored(string name)
    {
        Prior prior = EveryFormula.Made<Prior>().Single(prior => prior.Name == name);
        TrainsAndIsStored(Quick with { Prior = prior }, model => Assert.Equal(prior, model.Architecture.Prior));
    }

    [Theory]
    [MemberData(nameof(Normalizations))]
    public void A_normalization_is_learned_and_stored(string name) => TrainsAndIsStored(
        Quick with { Normalization = TestModels.Normalized(name) },
        model => Assert.Equal(name == "Automatic" ? "Standardize" : name, model.Normalization.Name));

    /// <summary>A network of the layer, which takes a vector, a picture or a signal of the values of a row.</summary>
    private static VaeNetwork NetworkWith(Layer layer)
    {
        if (Takes(layer, new TensorShape(8)) is { Sizes.Count: 1 })
        {
            return new VaeNetwork { Encoder = [Layer.Dense(8), layer], Decoder = [layer, Layer.Dense(8)] };
        }

        TensorShape[] shapes = [new(3, 2, 2), new(2, 6)];
        TensorShape shape = shapes.First(shape => Takes(layer, shape) is not null);
        return new VaeNetwork
        {
            InputShape = shape,
            Encoder = [layer, Layer.Flatten],
            Decoder = [Layer.Dense(shape.Width), Layer.Reshape(shape.Sizes), layer],
        };
    }

    /// <summary>What the layer makes of a shape; null if it does not take it.</summary>
    private static TensorShape? Takes(Layer layer, TensorShape shape)
    {
        try
        {
            return layer.Output(shape);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Values that the likelihood has a density for: one-hot, whole, from 0 to 1, or from 0 on.</summary>
    private static float[] Fitting(Likelihood likelihood, float[] features)
    {
        float[] near = [.. features.Select((value, slot) => (value - (100 * slot)) / (slot + 1))];
        return likelihood switch
        {
            { HasOwnUnits: false } => features,
            { IsDiscrete: true, Max: 1 } => [.. near.Select(value => value == near.Max() ? 1f : 0)],
            { IsDiscrete: true } => [.. near.Select(value => MathF.Round(4 * Math.Abs(value)))],
            { Max: 1 } => [.. near.Select(value => 1 / (1 + MathF.Exp(-value)))],
            _ => [.. near.Select(Math.Abs)],
        };
    }

    private static void TrainsAndIsStored(VaeOptions options, Action<VaeModel> check, Func<float[], float[]>? change = null)
    {
        var ml = new MLContext(1);
        change ??= features => features;
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", options with { Epochs = 20 })
            .Fit(View(ml, Rows(200).Select(row => new Sheet { Id = row.Id, Features = change(row.Features) })));
        IReadOnlyList<EpochMetrics> epochs = fitted.Report.Epochs;
        Assert.True(epochs[^1].Train.Elbo > epochs[0].Train.Elbo, $"From {epochs[0].Train} to {epochs[^1].Train}.");

        using var file = new MemoryStream();
        fitted.Model.Save(file);
        file.Position = 0;
        using VaeModel read = VaeModel.Load(file);
        float[][] rows = [.. Rows(20, seed: 3).Select(row => change(row.Features))];
        Assert.Equal(rows.Select(fitted.Model.Score), rows.Select(read.Score));
        check(read);
    }
}
