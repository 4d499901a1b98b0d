using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.OwnFormulas;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Calls of a model or a transformer that cannot work.</summary>
internal static class UsageMistakes
{
    private static readonly MLContext Ml = new(1);

    private static readonly Lazy<VaeTransformer> Encoder = new(() =>
        Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(View(Ml, Rows(60))));

    private static readonly Lazy<VaeAnomalyTransformer> Detector = new(() =>
        Ml.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions { Vae = Quick }).Fit(View(Ml, Rows(60))));

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Use<ArgumentException>("Encode a short row", () => Encoder.Value.Model.Encode(new float[3]), "row", "3", "12"),
        Use<ArgumentException>("Decode a long point", () => Encoder.Value.Model.Decode(new float[4]), "latent point", "4", "3"),
        Use<ArgumentException>(
            "Evaluate a view without rows", () => Encoder.Value.Model.Evaluate(View(Ml, [])), "'Features'", "0 rows"),
        Use<ArgumentException>(
            "Evaluate rows of NaN alone", () => Encoder.Value.Model.Evaluate(View(Ml, Gaps(20))), "'Features'", "20 rows"),
        Use<ArgumentException>(
            "Find a model in a transformer without one",
            () => VaeModel.FromTransformer(Ml.Transforms.CopyColumns("Copy", "Features").Fit(View(Ml, Rows(1)))),
            "no VAE",
            "VaeEncode") with
        { Parameter = "transformer" },
        Use<ArgumentException>(
            "Find one of two models",
            () => VaeModel.FromTransformer(Chain()),
            "2 VAEs",
            "inputColumnName") with
        { Parameter = "transformer" },
        Use<ArgumentException>(
            "Find one of two models of one column",
            () => VaeModel.FromTransformer(Chain(), "Features"),
            "2 VAEs",
            "'Features'") with
        { Parameter = "transformer" },
        Use<ArgumentException>(
            "Find a model of another column",
            () => VaeModel.FromTransformer(Chain(), "Pixels"),
            "'Pixels'",
            "'Features'") with
        { Parameter = "transformer" },
        Use<InvalidOperationException>(
            "Clusters of a model without",
            () => Encoder.Value.Model.ClusterProbabilities([]),
            "StandardNormal",
            "Prior.MixtureOfGaussians"),
        Use<InvalidOperationException>(
            "Export rows as pictures",
            () => Encoder.Value.Model.SaveOnnx(new MemoryStream(), layout: ImageLayout.Nchw),
            "[12]",
            "[channels, height, width]",
            "ImageLayout.Flat",
            "VaeNetwork.Convolutional"),
        Use<InvalidOperationException>(
            "Explain a row with a model that is no detector",
            () => Encoder.Value.Model.Explain(Rows(1)[0].Features),
            "anomaly detector"),
        Use<InvalidOperationException>(
            "Move the threshold of a model that is no detector",
            () => Encoder.Value.Model.WithThreshold(ThresholdRule.AtScore(1)),
            "anomaly detector"),
        Use<ArgumentException>("Explain a row with NaN", () => Detector.Value.Explain(WithNaN()), "NaN", "sensor 3"),
        Use<ArgumentOutOfRangeException>(
            "Explain a row by no slot", () => Detector.Value.Explain(Rows(1)[0].Features, top: 0)) with
        { Parameter = "top" },
        Use<ArgumentException>("Explain a short row", () => Detector.Value.Explain(new float[3]), "row", "3", "12"),
        Use<InvalidOperationException>(
            "A graphics card that must be used",
            () => new MLContext(1) { GpuDeviceId = 0, FallbackToCpu = false }.Transforms
                .VaeEncode("Latent", "Features", Quick).Fit(View(Ml, Rows(20))),
            "GpuDeviceId is 0",
            "FallbackToCpu"),
        Use<ObjectDisposedException>("Use a disposed transformer", TransformAfterDispose, "OwnsTransformer"),
        Use<ArgumentException>(
            "Register a type that is no formula", ModelFormulas.Register<string>, "String", "Layer", "Likelihood"),
        Use<ArgumentException>("Register an abstract type", ModelFormulas.Register<Layer>, "Layer", "abstract"),
        Use<ArgumentException>(
            "A layer that does not take the shape that comes in",
            () => FitLayers(Layer.Dense(7), new PairSumLayer()),
            "Layer 1 of Network.Encoder",
            "[7]",
            "PairSumLayer"),
        Use<ArgumentException>(
            "A layer that computes another shape than it declares",
            () => FitLayers(Layer.Dense(10), new PairSumLayer()),
            "PairSumLayer",
            "[5]",
            "[4]"),
    ];

    private static TransformerChain<ITransformer> Chain() => new(Encoder.Value, Detector.Value);

    private static Sheet[] Gaps(int count)
    {
        Sheet[] rows = Rows(count);
        Array.ForEach(rows, row => row.Features[3] = float.NaN);
        return rows;
    }

    private static float[] WithNaN() => Gaps(1)[0].Features;

    private static void TransformAfterDispose()
    {
        IDataView data = View(Ml, Rows(60));
        VaeTransformer transformer = Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(data);
        transformer.Dispose();
        transformer.Transform(data);
    }

    private static void FitLayers(params Layer[] encoder)
    {
        var network = new VaeNetwork { Encoder = encoder, Decoder = [] };
        VaeOptions options = Quick with { HiddenLayers = null, Network = network };
        Ml.Transforms.VaeEncode("Latent", "Features", options).Fit(View(Ml, Rows(50)));
    }

    private static Mistake Use<TException>(string name, Func<object?> call, params string[] facts)
        where TException : Exception => Use<TException>(name, () => { call(); }, facts);

    private static Mistake Use<TException>(string name, Action call, params string[] facts)
        where TException : Exception => new(name, typeof(TException), _ => call(), facts);
}
