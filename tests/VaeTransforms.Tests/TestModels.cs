using System.Globalization;
using VaeTransforms.Formulas;
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
            Network = Network(hiddenLayers ?? [5], activation),
            Likelihood = likelihood ?? Likelihood.Gaussian,
        };

    public static VaeNetwork Network(int[] hiddenLayers, Activation activation = Activation.Silu)
    {
        Layer layer = activation switch
        {
            Activation.Silu => Layer.Silu,
            Activation.Relu => Layer.Relu,
            _ => Layer.Tanh,
        };
        return VaeNetwork.Dense(hiddenLayers, layer);
    }

    /// <summary>The likelihood with a name, as data of theories write it.</summary>
    public static Likelihood Named(string likelihood) => likelihood switch
    {
        "Gaussian" => Likelihood.Gaussian,
        "IsotropicGaussian" => Likelihood.IsotropicGaussian,
        "Bernoulli" => Likelihood.Bernoulli,
        _ => Likelihood.StudentT(double.Parse(likelihood.AsSpan("StudentT(".Length).TrimEnd(')'), CultureInfo.InvariantCulture)),
    };

    /// <summary>Weights as a fresh network has them, and a normalization unlike the identity.</summary>
    public static TrainedVae Random(VaeArchitecture architecture, int seed = 1)
    {
        Random random = new(seed);
        return new TrainedVae
        {
            Architecture = architecture,
            Normalization = Normalization.Standardize,
            Weights = ModelWeights.Create(
                architecture, Normalization.Standardize, shape => Values(shape.Name, shape.Shape, random)),
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

    /// <summary>The same model whose input goes to the encoder as it is.</summary>
    public static TrainedVae WithoutNormalization(TrainedVae model) => model with
    {
        Normalization = Normalization.None,
        Weights = ModelWeights.Create(model.Architecture, Normalization.None, shape => model.Weights[shape.Name].Values),
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
                if (i == 0)
                {
                    (values[at], normal[at]) = (-4, -3);
                    continue;
                }

                // Spare places repeat the last knot.
                bool spare = i >= knots;
                values[at] = values[at - 1] + (spare ? 0 : Step(13, knots));
                normal[at] = normal[at - 1] + (spare ? 0 : Step(10, knots));
            }
        }

        return model with
        {
            Normalization = Normalization.Quantile,
            Weights = ModelWeights.Create(model.Architecture, Normalization.Quantile, shape => shape.Name switch
            {
                "input.quantiles.values" => values,
                "input.quantiles.normal" => normal,
                _ => model.Weights[shape.Name].Values,
            }),
        };

        float Step(float range, int knots) => (0.1f + random.NextSingle()) * range / knots;
    }

    /// <summary>The same model as a detector that has seen a few held-out rows.</summary>
    public static TrainedVae Detector(TrainedVae model, float threshold, float[]? scores = null) => model with
    {
        SlotCenters = [.. Enumerable.Range(0, model.Architecture.InputSize).Select(slot => 0.1f * slot)],
        Calibration = new AnomalyCalibration
        {
            Scores = scores ?? [1, 2, 5, 9],
            Elbos = [1, 2, 3],
            SlotSpreads = [.. Enumerable.Repeat(1f, model.Architecture.InputSize)],
        },
        Threshold = new AnomalyThreshold(threshold, 0.1, 100, 10, ThresholdSource.Quantile),
    };

    /// <summary>Rows as such a model would meet them: near its offset, as wide as its scale.</summary>
    public static float[][] Rows(TrainedVae model, int count, int seed = 2)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, model.Architecture.InputSize)
            .Select(i => model.Offsets()[i] + (model.SlotScales()[i] * Normal(random)))
            .ToArray())];
    }

    /// <summary>What is subtracted from a value of each slot on its way to the encoder, [D].</summary>
    public static float[] Offsets(this TrainedVae model) => model.Normalization == Normalization.None
        ? new float[model.Architecture.InputSize]
        : model.Weights["input.offset"].Values;

    /// <summary>The normalization with a name, as data of theories write it.</summary>
    public static Normalization Normalized(string normalization) =>
        (Normalization)typeof(Normalization).GetProperty(normalization)!.GetValue(null)!;

    private static float[] Values(string name, int[] shape, Random random)
    {
        int count = shape.Aggregate(1, (product, size) => product * size);
        Func<float> next = name switch
        {
            "input.scale" => () => 0.5f + random.NextSingle(),
            "likelihood.log_variance" => () => Normal(random) - 1,
            _ when shape.Length == 2 => () => Normal(random) / MathF.Sqrt(shape[0]),
            _ => () => 0.5f * Normal(random),
        };
        return [.. Enumerable.Range(0, count).Select(_ => next())];
    }

    // Box and Muller.
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));
}
