using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeTransforms.Datasets;
using VaeTransforms.Formulas;
using static TorchSharp.torch;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>
/// Fits compared with a hand-written TorchSharp loop: same network, loss, data, batches, epochs and schedules. Neither side
/// holds out rows.
/// </summary>
internal static class FitComparisons
{
    private const int HeldOutRows = 2_000;
    private const int Seeds = 3;
    private const int ElboSamples = 8;

    public static IEnumerable<Comparison> All =>
    [
        Fit("30-64-8, batch 128, Gaussian, 20,000 rows", 3.5, 20_000, 30, 64, 8, 128, epochs: 10, Likelihood.Gaussian),
        Fit("30-64-8, batch 32, Gaussian, 20,000 rows", 4, 20_000, 30, 64, 8, 32, epochs: 3, Likelihood.Gaussian),
        Fit("100-128-16, batch 256, Gaussian, 20,000 rows", 2.5, 20_000, 100, 128, 16, 256, epochs: 15, Likelihood.Gaussian),
        Fit("784-400-20, batch 128, Bernoulli, 60,000 rows", 1.5, 60_000, 784, 400, 20, 128, epochs: 2, Likelihood.Bernoulli),
        Convolutional,
    ];

    private static Comparison Convolutional => new(
        "Fit, 28×28, convolutions of 32 and 64 channels, batch 128, Bernoulli, 5,000 rows",
        "hand-written TorchSharp loop",
        1.2,
        pairs => Measure(
            pairs,
            5_000,
            Common with
            {
                Network = VaeNetwork.Convolutional(),
                LatentDimension = 16,
                Likelihood = Likelihood.Bernoulli,
                BatchSize = 128,
                Epochs = 2,
            },
            784,
            () => TorchSharpLoop.Convolutional(16)));

    private static VaeOptions Common => new()
    {
        LearningRate = 2e-3,
        ValidationFraction = 0,

        // The loop does not clip gradients, so with a finite norm the two would train differently.
        GradientClipNorm = double.PositiveInfinity,
    };

    private static Comparison Fit(
        string work, double target, int rows, int width, int hidden, int latent, int batch, int epochs, Likelihood likelihood) =>
        new($"Fit, {work}", "hand-written TorchSharp loop", target, pairs => Measure(
            pairs,
            rows,
            Common with
            {
                HiddenLayers = [hidden],
                LatentDimension = latent,
                Likelihood = likelihood,
                BatchSize = batch,
                Epochs = epochs,
            },
            width,
            () => TorchSharpLoop.Dense(width, hidden, latent, likelihood == Likelihood.Gaussian)));

    private static ComparisonResult Measure(int pairs, int rowCount, VaeOptions options, int width, Func<TorchSharpLoop> peer)
    {
        using DisposeScope scope = NewDisposeScope();
        var mlContext = new MLContext(1);
        bool gaussian = options.Likelihood == Likelihood.Gaussian;
        IDataView all = gaussian
            ? mlContext.Data.LoadFromEnumerable(Sensors.Rows(rowCount + HeldOutRows, width), Sensors.Schema(width))
            : mlContext.Data.Cache(Shapes.Generate(mlContext, rowCount + HeldOutRows, seed: 1), "Features");
        IDataView training = mlContext.Data.TakeRows(all, rowCount);
        IDataView heldOut = mlContext.Data.SkipRows(all, rowCount);

        Tensor values = tensor(Values(all), dtype: float32).view(-1, width);
        if (gaussian)
        {
            Tensor trained = values.narrow(0, 0, rowCount);
            values = (values - trained.mean([0])) / trained.std([0], unbiased: false);
        }

        Tensor trainingValues = values.narrow(0, 0, rowCount);
        Tensor heldOutValues = values.narrow(0, rowCount, HeldOutRows);

        int stepsPerEpoch = (rowCount + options.BatchSize!.Value - 1) / options.BatchSize.Value;
        long steps = (long)options.Epochs!.Value * stepsPerEpoch;
        double warmup = options.KlWarmup * steps;
        int ourRuns = 0;
        int theirRuns = 0;
        PairedTiming timing = PairedTiming.Measure(
            () => Ours(ourRuns++ % Seeds).Dispose(),
            () => Theirs(theirRuns++ % Seeds).Dispose(),
            pairs);

        var ourElbos = new double[Seeds];
        var theirElbos = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            using VaeTransformer ours = Ours(seed);
            ourElbos[seed] = ours.Model.Evaluate(heldOut, samples: ElboSamples).Sampled.Elbo;
            using TorchSharpLoop theirs = Theirs(seed);
            theirElbos[seed] = theirs.Elbo(heldOutValues, ElboSamples);
        }

        // One forward pass and two products backward per layer, except for the unused gradient of the input.
        using VaeTransformer untrained = mlContext.Transforms.VaeEncode("Latent", "Features", options with { Epochs = 1 })
            .Fit(mlContext.Data.TakeRows(training, 300));
        VaeArchitecture network = untrained.Model.Architecture;
        PlacedLayer input = network.EncoderLayers.First(placed => placed.Layer.Weights(placed.Input).Any());
        double flops = 2.0 * rowCount * options.Epochs.Value
            * ((3.0 * network.Multiplications) - input.Layer.Multiplications(input.Input));
        return new ComparisonResult(timing, steps, "step", flops, $"{Spread(ourElbos)} and {Spread(theirElbos)}");

        VaeTransformer Ours(int seed) =>
            mlContext.Transforms.VaeEncode("Latent", "Features", options with { Seed = seed + 1 }).Fit(training);

        TorchSharpLoop Theirs(int seed)
        {
            random.manual_seed(seed + 1);
            TorchSharpLoop vae = peer();
            vae.Train(
                trainingValues,
                options.Epochs.Value,
                options.BatchSize.Value,
                step => (
                    options.LearningRateSchedule.At(options.LearningRate!.Value, step, steps, stepsPerEpoch),
                    Math.Min(1, step / warmup)));
            return vae;
        }
    }

    private static string Spread(double[] values) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Average():F2} ({values.Min():F2} to {values.Max():F2})");

    private static float[] Values(IDataView data)
    {
        var values = new List<float>();
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Features"]]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            get(ref row);
            values.AddRange(row.DenseValues());
        }

        return [.. values];
    }
}
