using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>Turns options, some of them null, and the shape of the data into a plan in which every choice is made.</summary>
internal static class OptionsResolution
{
    // A protobuf message, and so an ONNX file, holds at most 2 GB. Arrays that the graph does not use are stored as base64,
    // which takes 5.3 bytes for the 4 bytes of a float.
    private const long MaxWeights = 400_000_000;

    /// <summary>Chooses a value for every option that is null.</summary>
    /// <param name="options">The options as they were set.</param>
    /// <param name="column">The input column.</param>
    /// <param name="rows">The number of rows, held-out rows included.</param>
    /// <param name="seed">The seed to use.</param>
    /// <param name="holdOut">Which rows are held out; null for the choice of the options.</param>
    /// <param name="initial">The model to start from; null for random weights.</param>
    /// <exception cref="ArgumentException">The same as for <see cref="Architecture"/>, or too few rows.</exception>
    public static TrainingPlan Resolve(
        VaeOptions options, FeatureColumn column, long rows, int seed, HoldOut? holdOut = null, TrainedVae? initial = null)
    {
        VaeArchitecture architecture = initial?.Architecture ?? Architecture(options, column);

        HoldOut chosen = holdOut ?? options.HoldOut;
        long trainingRows = Math.Max(1, chosen.Split(rows, options.ValidationFraction, seed).Training.LongLength);
        int batchSize = (int)Math.Min(trainingRows, options.BatchSize ?? TrainingDefaults.BatchSize(trainingRows));
        return new TrainingPlan
        {
            Architecture = architecture,
            Normalization = initial is not null ? initial.Normalization
                : options.Normalization is not AutomaticNormalization ? options.Normalization
                : double.IsFinite(options.Likelihood.Min) || double.IsFinite(options.Likelihood.Max) ? Normalization.None
                : Normalization.Standardize,
            Beta = options.Beta,

            // The warm-up lets dimensions learn before they pay for it. Those of a trained model have learned.
            KlWarmup = initial is null ? options.KlWarmup : 0,
            InitialModel = initial,
            Epochs = options.Epochs ?? TrainingDefaults.Epochs(trainingRows, batchSize),
            BatchSize = batchSize,
            LearningRate = options.LearningRate,
            GradientClipNorm = options.GradientClipNorm,
            ValidationFraction = options.ValidationFraction,
            HoldOut = chosen,
            Patience = options.Patience,
            Seed = seed,
            InputColumnName = column.Name,
            SlotNames = column.SlotNames,
        };
    }

    /// <summary>The network, checked against the type of the input column before any row is read.</summary>
    /// <exception cref="ArgumentException">
    /// The latent vector is wider than the input, two layers do not fit together, or the network is larger than a model
    /// file can hold.
    /// </exception>
    public static VaeArchitecture Architecture(VaeOptions options, FeatureColumn column)
    {
        if (options.LatentDimension > column.Size)
        {
            throw new ArgumentException(
                $"LatentDimension must be at most the number of input values, but it is {options.LatentDimension} and column "
                + $"'{column.Name}' has {column.Size} values. Use a smaller LatentDimension, or null for an automatic choice.");
        }

        var architecture = new VaeArchitecture
        {
            InputSize = column.Size,
            LatentDimension = options.LatentDimension ?? TrainingDefaults.LatentDimension(column.Size),
            Network = options.Network ?? VaeNetwork.Dense(
                options.HiddenLayers ?? TrainingDefaults.HiddenLayers(column.Size), LayerOf(options.Activation)),
            Likelihood = options.Likelihood,
        };
        CheckWeights(architecture, column);
        FormulaCheck.Check(architecture);
        return architecture;
    }

    /// <summary>The layer that an option stands for.</summary>
    public static Layer LayerOf(Activation activation) => activation switch
    {
        Activation.Relu => Layer.Relu,
        Activation.Tanh => Layer.Tanh,
        _ => Layer.Silu,
    };

    private static void CheckWeights(VaeArchitecture architecture, FeatureColumn column)
    {
        long weights = architecture.WeightCount;
        if (weights > MaxWeights)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The network {architecture} on column '{column.Name}' has {weights:N0} weights, but a model file holds at most "
                + $"{MaxWeights:N0}. Use fewer or smaller HiddenLayers, or a narrower column."));
        }
    }
}
