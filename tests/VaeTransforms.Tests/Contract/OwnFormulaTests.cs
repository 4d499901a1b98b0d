using Microsoft.ML;
using VaeTransforms.OwnFormulas;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Layers and a likelihood from an assembly that has no access to internals.</summary>
public sealed class OwnFormulaTests : IDisposable
{
    private static readonly VaeOptions Own = Quick with
    {
        HiddenLayers = null,
        Network = new VaeNetwork
        {
            Encoder = [Layer.Dense(8), Layer.Tanh, new PairSumLayer(), new GainLayer(0.5)],
            Decoder = [new GainLayer(1.5), Layer.Dense(8), Layer.Relu],
        },
        Likelihood = new CauchyLikelihood(),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_are_trained_saved_exported_and_loaded()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Own).Fit(data);
        IReadOnlyList<EpochMetrics> epochs = fitted.Report.Epochs;
        Assert.Equal(TrainingPath.Derived, fitted.Report.Path);
        Assert.True(epochs[^1].Train.Elbo > epochs[0].Train.Elbo, "Nothing was learned.");

        using var file = new MemoryStream();
        fitted.Model.Save(file);
        file.Position = 0;
        using VaeModel read = VaeModel.Load(file);
        using var exported = new MemoryStream();
        read.SaveOnnx(exported);
        ml.Model.Save(fitted, data.Schema, Path.Combine(_folder, "model.zip"));
        ITransformer loaded = new MLContext().Model.Load(Path.Combine(_folder, "model.zip"), out _);
        using VaeModel again = VaeModel.FromTransformer(loaded);

        float[][] rows = [.. Rows(20, seed: 3).Select(row => row.Features)];
        Assert.Equal(Own.Network, again.Architecture.Network);
        Assert.Equal(Own.Likelihood, again.Architecture.Likelihood);
        Assert.Equal(fitted.Model.Encode(rows), again.Encode(rows));
        Assert.Equal(rows.Select(fitted.Model.Score), rows.Select(read.Score));
        Assert.True(exported.Length > 0);
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void A_detector_can_use_them()
    {
        var ml = new MLContext(1);
        using VaeAnomalyTransformer fitted = ml.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = Own with { ValidationFraction = 0.3 } })
            .Fit(View(ml, Rows(200)));

        Assert.All(Rows(20, seed: 3), row => Assert.True(float.IsFinite(fitted.Model.Score(row.Features))));
    }

    [Fact]
    public void A_process_that_only_loads_must_register_them()
    {
        var ml = new MLContext(1);
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Own).Fit(View(ml, Rows(100)));
        string model = Path.Combine(_folder, "model.onnx");
        fitted.Model.Save(model);

        FreshProcess.AssertPasses(FreshProcess.Start(Loads_after_registering, AppContext.BaseDirectory, ("MODEL", model)));
    }

    [Fact]
    public void Layers_that_do_not_fit_together_are_refused_before_a_row_is_read()
    {
        var ml = new MLContext(1);
        VaeOptions odd = Own with { Network = Own.Network! with { Encoder = [Layer.Dense(7), new PairSumLayer()] } };
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => ml.Transforms.VaeEncode("Latent", "Features", odd).Fit(View(ml, [])));

        Assert.Contains("Layer 1 of Network.Encoder", e.Message, StringComparison.Ordinal);
        Assert.Contains("[7]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_computes_another_shape_than_it_declares_is_refused()
    {
        var ml = new MLContext(1);
        VaeOptions wrong = Own with { Network = Own.Network! with { Encoder = [Layer.Dense(10), new PairSumLayer()] } };
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => ml.Transforms.VaeEncode("Latent", "Features", wrong).Fit(View(ml, Rows(50))));

        Assert.Contains("[5]", e.Message, StringComparison.Ordinal);
        Assert.Contains("[4]", e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(PairSumLayer), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_layers_and_likelihoods_can_be_registered()
    {
        Assert.Throws<ArgumentException>(ModelFormulas.Register<string>);
        Assert.Throws<ArgumentException>(ModelFormulas.Register<Layer>);
    }

    private static void Loads_after_registering()
    {
        string model = Environment.GetEnvironmentVariable("MODEL")!;
        VaeModelFormatException e = Assert.Throws<VaeModelFormatException>(() => VaeModel.Load(model));
        Assert.Contains(nameof(ModelFormulas.Register), e.Message, StringComparison.Ordinal);

        ModelFormulas.Register<GainLayer>();
        ModelFormulas.Register<PairSumLayer>();
        ModelFormulas.Register<CauchyLikelihood>();
        using VaeModel loaded = VaeModel.Load(model);
        Assert.True(float.IsFinite(loaded.Score(Rows(1)[0].Features)));
    }
}
