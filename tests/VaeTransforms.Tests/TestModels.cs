using VaeTransforms.Model;

namespace VaeTransforms.Tests;

/// <summary>Models that were never trained: random weights of a given shape, the same for the same seed.</summary>
internal static class TestModels
{
    public static VaeArchitecture Architecture(
        int inputSize = 6,
        int latentDimension = 2,
        int[]? hiddenLayers = null,
        Activation activation = Activation.Silu,
        Likelihood? likelihood = null) => new()
        {
            InputSize = inputSize,
            LatentDimension = latentDimension,
            HiddenLayers = hiddenLayers ?? [5],
            Activation = activation,
            Likelihood = likelihood ?? Likelihood.Gaussian,
        };

    /// <summary>Weights as a fresh network has them, and a normalisation unlike the identity.</summary>
    public static TrainedVae Random(VaeArchitecture architecture, int seed = 1)
    {
        Random random = new(seed);
        return new TrainedVae
        {
            Architecture = architecture,
            Normalization = Normalization.Standardize,
            Weights = VaeWeights.Create(architecture, (name, shape) => Values(name, shape, random)),
            Training = new TrainingSummary
            {
                Seed = seed,
                TrainingRows = 1000,
                ValidationRows = 100,
                Epochs = 20,
                BestEpoch = 17,
                BatchSize = 128,
                Beta = 1,
                Elbo = -12.5,
            },
            InputColumnName = "Features",
        };
    }

    /// <summary>Networks of seeds 1, 2, 3 … with one normalisation, whose scores are averaged.</summary>
    public static TrainedVae Ensemble(VaeArchitecture architecture, int size)
    {
        TrainedVae first = Random(architecture);
        return first with
        {
            Others = [.. Enumerable.Range(2, size - 1).Select(seed => Random(architecture, seed)).Select(other => new EnsembleMember(
                VaeWeights.Create(architecture, (name, _) => (name.StartsWith(VaeWeights.InputPrefix, StringComparison.Ordinal) ? first : other)
                    .Weights.Tensors(architecture).Single(tensor => tensor.Name == name).Values),
                other.Training))],
        };
    }

    /// <summary>The same model whose input goes to the encoder as it is.</summary>
    public static TrainedVae WithoutNormalization(TrainedVae model) => model with
    {
        Normalization = Normalization.None,
        Weights = VaeWeights.Create(model.Architecture, (name, shape) => name switch
        {
            "input.offset" => new float[shape[0]],
            "input.scale" => [.. Enumerable.Repeat(1f, shape[0])],
            _ => model.Weights.Tensors(model.Architecture).Single(tensor => tensor.Name == name).Values,
        }),
    };

    /// <summary>The same model with a map of quantiles: a random one with few knots in some slots and many in others.</summary>
    public static TrainedVae WithQuantiles(TrainedVae model, int seed = 4)
    {
        Random random = new(seed);
        int width = model.Architecture.InputSize;
        var values = new float[width * QuantileMap.Knots];
        var normal = new float[values.Length];
        for (int slot = 0; slot < width; slot++)
        {
            int knots = slot == 0 ? QuantileMap.Knots : random.Next(3, QuantileMap.Knots + 1);
            for (int i = 0, at = slot * QuantileMap.Knots; i < QuantileMap.Knots; i++, at++)
            {
                (values[at], normal[at]) = i == 0 ? (-4, -3) : i >= knots ? (values[at - 1], normal[at - 1])
                    : (values[at - 1] + ((0.1f + random.NextSingle()) * 13 / knots), normal[at - 1] + ((0.1f + random.NextSingle()) * 10 / knots));
            }
        }

        var map = new QuantileMap(values, normal);
        return model with
        {
            Normalization = Normalization.Quantile,
            Weights = Mapped(model.Weights),
            Others = [.. model.Others.Select(other => other with { Weights = Mapped(other.Weights) })],
        };

        VaeWeights Mapped(VaeWeights weights) => VaeWeights.Create(
            model.Architecture, (name, _) => weights.Tensors(model.Architecture).Single(tensor => tensor.Name == name).Values, map);
    }

    /// <summary>Rows as such a model would meet them: near its offset, as wide as its scale.</summary>
    public static float[][] Rows(TrainedVae model, int count, int seed = 2)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, model.Architecture.InputSize)
            .Select(i => model.Weights.Offset[i] + (model.Weights.Scale[i] * Normal(random)))
            .ToArray())];
    }

    private static float[] Values(string name, int[] shape, Random random)
    {
        int count = shape.Aggregate(1, (product, size) => product * size);
        Func<float> next = name switch
        {
            "input.scale" => () => 0.5f + random.NextSingle(),
            "decoder.log_variance" => () => Normal(random) - 1,
            _ when shape.Length == 2 => () => Normal(random) / MathF.Sqrt(shape[0]),
            _ => () => 0.5f * Normal(random),
        };
        return [.. Enumerable.Range(0, count).Select(_ => next())];
    }

    // Box and Muller.
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));
}
