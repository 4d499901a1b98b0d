using System.Globalization;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>From options, some of them left open, and the data's shape to a plan without open choices.</summary>
internal static class OptionsResolution
{
    // Protobuf, and with it an ONNX file, ends at 2 GB; the arrays that a graph does not need stand in it in base64, which
    // makes 5.3 bytes of a float's 4.
    private const long MaxWeights = 400_000_000;

    /// <summary>Resolves every choice that was left open.</summary>
    /// <param name="options">What was set.</param>
    /// <param name="column">The column that is read.</param>
    /// <param name="rows">Rows to learn from, the held-out ones included.</param>
    /// <param name="seed">The seed, resolved.</param>
    /// <exception cref="ArgumentException">As of <see cref="Architecture"/>.</exception>
    public static TrainingPlan Resolve(VaeOptions options, FeatureColumn column, long rows, int seed)
    {
        VaeArchitecture architecture = Architecture(options, column);

        long trainingRows = Math.Max(1, rows - RowSplit.HeldOutCount(rows, options.ValidationFraction));
        int batchSize = (int)Math.Min(trainingRows, options.BatchSize ?? TrainingDefaults.BatchSize(trainingRows));
        return new TrainingPlan
        {
            Architecture = architecture,
            Normalization = options.Normalization is not AutomaticNormalization ? options.Normalization
                : double.IsFinite(options.Likelihood.Min) || double.IsFinite(options.Likelihood.Max) ? Normalization.None
                : Normalization.Standardize,
            Beta = options.Beta,
            KlWarmup = options.KlWarmup,
            Epochs = options.Epochs ?? TrainingDefaults.Epochs(trainingRows, batchSize),
            BatchSize = batchSize,
            LearningRate = options.LearningRate,
            GradientClipNorm = options.GradientClipNorm,
            ValidationFraction = options.ValidationFraction,
            Patience = options.Patience,
            Seed = seed,
            InputColumnName = column.Name,
            SlotNames = column.SlotNames,
        };
    }

    /// <summary>The network, and whether it fits: what can be known from the input column's type alone, before a row is read.</summary>
    /// <exception cref="ArgumentException">
    /// The latent vector would be wider than the input, layers do not fit each other, or the network would be larger than a
    /// model file can hold.
    /// </exception>
    public static VaeArchitecture Architecture(VaeOptions options, FeatureColumn column)
    {
        if (options.LatentDimension > column.Size)
        {
            throw new ArgumentException(
                $"LatentDimension must be at most the number of input values, but it is {options.LatentDimension} and column '{column.Name}' has {column.Size}. Use a smaller one, or null to have it chosen.");
        }

        var architecture = new VaeArchitecture
        {
            InputSize = column.Size,
            LatentDimension = options.LatentDimension ?? TrainingDefaults.LatentDimension(column.Size),
            Network = options.Network
                ?? VaeNetwork.Dense(options.HiddenLayers ?? TrainingDefaults.HiddenLayers(column.Size), LayerOf(options.Activation)),
            Likelihood = options.Likelihood,
        };
        CheckWeights(architecture, column);
        FormulaCheck.Check(architecture);
        return architecture;
    }

    private static Layer LayerOf(Activation activation) => activation switch
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
                $"A network {architecture} on column '{column.Name}' has {weights:N0} weights, but a model file holds at most {MaxWeights:N0}. Use fewer or smaller HiddenLayers, or a narrower column."));
        }
    }
}
