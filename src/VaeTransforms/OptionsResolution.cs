using System.Globalization;
using VaeTransforms.Data;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>From options, some of them left open, and the data's shape to a plan without open choices.</summary>
internal static class OptionsResolution
{
    // Protobuf, and with it an ONNX file, ends at 2 GB; the arrays that a graph does not need stand in it in base64, which
    // makes 5.3 bytes of a float's 4.
    private const long MaxWeights = 400_000_000;

    /// <summary>Resolves every choice that was left open; <see cref="CheckWidth"/> comes before.</summary>
    /// <param name="options">What was set.</param>
    /// <param name="column">The column that is read.</param>
    /// <param name="rows">Rows to learn from, the held-out ones included.</param>
    /// <param name="seed">The seed, resolved.</param>
    /// <param name="ensembleSize">How many networks one model file will hold.</param>
    /// <exception cref="ArgumentException">The network would be larger than a model file can hold.</exception>
    public static TrainingPlan Resolve(VaeOptions options, FeatureColumn column, long rows, int seed, int ensembleSize = 1)
    {
        var architecture = new VaeArchitecture
        {
            InputSize = column.Size,
            LatentDimension = options.LatentDimension ?? TrainingDefaults.LatentDimension(column.Size),
            HiddenLayers = options.HiddenLayers ?? TrainingDefaults.HiddenLayers(column.Size),
            Activation = options.Activation,
            Likelihood = options.Likelihood,
        };
        CheckWeights(architecture, column, ensembleSize);

        long trainingRows = Math.Max(1, rows - RowSplit.HeldOutCount(rows, options.ValidationFraction));
        int batchSize = (int)Math.Min(trainingRows, options.BatchSize ?? TrainingDefaults.BatchSize(trainingRows));
        return new TrainingPlan
        {
            Architecture = architecture,
            Normalization = options.Normalization != Normalization.Automatic ? options.Normalization
                : options.Likelihood is BernoulliLikelihood ? Normalization.None
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
            SplitSeed = seed,
            EnsembleSize = ensembleSize,
            InputColumnName = column.Name,
            SlotNames = column.SlotNames,
        };
    }

    /// <summary>Checks what can be known from the input column's type alone, before a row is read.</summary>
    /// <exception cref="ArgumentException">The latent vector would be wider than the input.</exception>
    public static void CheckWidth(VaeOptions options, FeatureColumn column)
    {
        if (options.LatentDimension > column.Size)
        {
            throw new ArgumentException(
                $"LatentDimension must be at most the number of input values, but it is {options.LatentDimension} and column '{column.Name}' has {column.Size}. Use a smaller one, or null to have it chosen.");
        }
    }

    private static void CheckWeights(VaeArchitecture architecture, FeatureColumn column, int ensembleSize)
    {
        long weights = VaeWeights.Count(architecture);
        if (weights * ensembleSize > MaxWeights)
        {
            string networks = ensembleSize == 1 ? "" : $", and EnsembleSize is {OptionRule.Text(ensembleSize)}";
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"A network {architecture} on column '{column.Name}' has {weights:N0} weights{networks}, but a model file holds at most {MaxWeights:N0}. Use fewer or smaller HiddenLayers, or a narrower column{(ensembleSize == 1 ? "" : ", or a smaller ensemble")}."));
        }
    }
}
