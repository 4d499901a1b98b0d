using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pictures;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
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
    /// <param name="read">The rows.</param>
    /// <param name="seed">The seed to use.</param>
    /// <param name="initial">The model to start from; null for random weights.</param>
    /// <exception cref="ArgumentException">
    /// The same as for <see cref="Architecture"/>, or too few rows, or a column does not fit its likelihood.
    /// </exception>
    public static TrainingPlan Resolve(VaeOptions options, FitRows read, int seed, TrainedVae? initial = null)
    {
        RowSplit split = read.HoldOut.Split(read.Rows.Rows, options.ValidationFraction, seed);
        long[] training = split.Training;
        (VaeArchitecture architecture, Normalization normalization, IReadOnlyList<ColumnLikelihood> chosen) = initial is null
            ? Model(options, read, training)
            : (initial.Architecture, initial.Normalization, []);
        IRowInputs inputs = read.Input.Inputs;
        long trainingRows = Math.Max(1, read.TrainingRowsOf(split));
        CheckRows(architecture.Prior, training.LongLength);
        bool ofColumns = initial is null ? chosen.Count > 0 : initial.Architecture.HasOwnLikelihoods;
        (int batchSize, int epochs) = Course(options, trainingRows, trainingRows, ofColumns);
        return new TrainingPlan
        {
            Architecture = architecture,
            Normalization = normalization,
            Objective = initial is null ? options.ChosenObjective : options.ChosenObjective.Settled(),
            ObjectiveIsSet = options.Objective is not null,
            LearningRateSchedule = options.LearningRateSchedule,
            Adam = options.Adam,
            InitialModel = initial,
            Epochs = epochs,
            BatchSize = batchSize,
            LearningRate = options.LearningRate ?? TrainingDefaults.LearningRate(ofColumns),
            GradientClipNorm = options.GradientClipNorm,
            ValidationFraction = options.ValidationFraction,
            HoldOut = read.HoldOut,
            RowWeights = read.Weights,
            Stream = read.Stream,
            Labels = read.Labels,
            Patience = options.Patience,
            Seed = seed,
            DrawsBits = options.DynamicBinarization,
            InputColumnName = inputs.Columns[0].Name,
            SlotNames = inputs.SlotNames,
            Table = read.Input.Table,
            Columns = read.Input.Columns,
            ColumnLikelihoods = chosen,
            OfColumns = ofColumns,
        };
    }

    /// <summary>The rows of a step and the passes over all rows.</summary>
    /// <param name="options">The options as they were set.</param>
    /// <param name="trainingRows">All that are trained on, at least 1.</param>
    /// <param name="largestBatch">The most rows that a step can have, at least 1.</param>
    /// <param name="ofColumns">Whether columns have likelihoods of their own.</param>
    public static (int BatchSize, int Epochs) Course(
        VaeOptions options, long trainingRows, long largestBatch, bool ofColumns)
    {
        int batchSize = (int)Math.Min(largestBatch, options.BatchSize ?? TrainingDefaults.BatchSize(trainingRows, ofColumns));
        return (batchSize, options.Epochs ?? TrainingDefaults.Epochs(trainingRows, batchSize, ofColumns));
    }

    /// <summary>The network, its likelihood and its normalization.</summary>
    /// <param name="options">The options as they were set.</param>
    /// <param name="read">The rows.</param>
    /// <param name="training">Those of them that are trained on.</param>
    private static (VaeArchitecture, Normalization, IReadOnlyList<ColumnLikelihood>) Model(
        VaeOptions options, FitRows read, long[] training)
    {
        TrainingInput input = read.Input;
        (Likelihood features, IReadOnlyList<ColumnLikelihood> chosen) = ColumnLikelihoods.Choose(
            options.Likelihood,
            input.FeatureColumns,
            input.FeatureTable,
            options.MissingValues == MissingValues.Mask,
            read.Rows,
            training);
        VaeArchitecture architecture = Architecture(options, input, features);
        Normalization normalization = ChosenNormalization(options, architecture, features, read, training);

        // Features on one scale have one variance, unless the likelihood was set.
        bool haveOneVariance = options.Likelihood is AutomaticLikelihood
            && features is GaussianLikelihood
            && normalization is CommonScaleNormalization;
        return (
            haveOneVariance ? Architecture(options, input, Likelihood.IsotropicGaussian) : architecture,
            normalization,
            chosen);
    }

    /// <summary>The normalization, with <see cref="Normalization.Automatic"/> resolved.</summary>
    /// <param name="options">The options as they were set.</param>
    /// <param name="architecture">Resolved, as far as it does not depend on this.</param>
    /// <param name="features">The likelihood of the slots before a condition.</param>
    /// <param name="read">The rows.</param>
    /// <param name="training">Those of them that are trained on.</param>
    private static Normalization ChosenNormalization(
        VaeOptions options, VaeArchitecture architecture, Likelihood features, FitRows read, long[] training)
    {
        if (options.Normalization is not AutomaticNormalization)
        {
            return options.Normalization;
        }

        if (architecture.Likelihood.OwnUnits(read.Rows.Width).All(own => own))
        {
            return Normalization.None;
        }

        // Pixels have one unit, whatever their bounds are in these rows. Standardized, the rare ones would be large, and a window
        // of a convolution would see other units at each place.
        bool isMixed = features is MixedLikelihood;
        if (!isMixed && PictureShape.IsPicture(architecture, read.Input.Axes))
        {
            return Normalization.CommonScale;
        }

        // The columns of a table have units of their own, and a detector looks for rare values in slots that hardly vary too.
        if (options.IsForDetector || isMixed || training.Length == 0)
        {
            return Normalization.Standardize;
        }

        ColumnMoments moments = read.MomentsOf(training);
        int slots = read.Input.FeatureSlots;
        return CommonScaleNormalization.Fits(moments.Min[..slots], moments.Max[..slots])
            ? Normalization.CommonScale
            : Normalization.Standardize;
    }

    /// <summary>Checks what can be known about the options before a row is read.</summary>
    /// <exception cref="ArgumentException">The same as for <see cref="Architecture"/>.</exception>
    public static void Check(VaeOptions options, TrainingInput input) => Architecture(
        options, input, options.Likelihood is UnresolvedLikelihood ? Likelihood.Gaussian : options.Likelihood);

    /// <summary>The network, checked against the input.</summary>
    /// <param name="options">The options as they were set.</param>
    /// <param name="input">The columns.</param>
    /// <param name="features">The likelihood of the slots before a condition.</param>
    /// <exception cref="ArgumentException">
    /// The latent vector is wider than the input, two layers do not fit together, or the network is larger than a model
    /// file can hold.
    /// </exception>
    public static VaeArchitecture Architecture(VaeOptions options, TrainingInput input, Likelihood features)
    {
        IRowInputs column = input.Inputs;
        int slots = input.FeatureSlots;
        if (options.LatentDimension > slots)
        {
            throw new ArgumentException(
                $"LatentDimension must be at most the number of input values, but it is {options.LatentDimension}, and there are "
                + $"{slots} values in {NameList.Described(column.Columns.Select(one => one.Name))}. Use a smaller "
                + "LatentDimension, or null for an automatic choice.");
        }

        var architecture = new VaeArchitecture
        {
            InputSize = column.Size,
            LatentDimension = options.LatentDimension ?? TrainingDefaults.LatentDimension(slots),
            Network = options.Network?.For(column.Name, input.Axes) ?? VaeNetwork.Dense(
                options.HiddenLayers ?? TrainingDefaults.HiddenLayers(slots, features is MixedLikelihood),
                LayerOf(options.Activation)),
            Likelihood = input.Condition is { } condition
                ? ConditionLikelihood.After(features, slots, condition.Slots, condition.HoldsCategories)
                : features,
            HasMask = options.MissingValues == MissingValues.Mask,
            Prior = options.Prior,
        };
        CheckWeights(architecture, column);
        CheckEncoder(architecture);
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

    /// <summary>Refuses an objective that needs something that the prior does not have.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    internal static void CheckPrior(Objective objective, Prior prior)
    {
        if (objective.MissingOf(prior) is { } missing)
        {
            throw new ArgumentException(
                $"Objective.{objective.Name} needs {missing}, but the prior is {prior}. Use another objective, such as "
                    + "Objective.Elbo, or the standard normal prior.",
                nameof(objective));
        }
    }

    /// <summary>Refuses a prior with more components than rows.</summary>
    private static void CheckRows(Prior prior, long trainingRows)
    {
        if (trainingRows < prior.MinRows)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Prior.{prior} starts from at least {prior.MinRows} training rows, but there are {trainingRows} without the ")
                + "held-out ones. Use fewer components, or fit on more rows.");
        }
    }

    /// <summary>Refuses an encoder that cannot make its own prior.</summary>
    private static void CheckEncoder(VaeArchitecture architecture)
    {
        if (architecture.Prior.NeedsEncoder
            && architecture.EncoderLayers.FirstOrDefault(placed => placed.Layer.UniformsPerRow(placed.Input) > 0) is { } random)
        {
            throw new ArgumentException(
                $"Prior.{architecture.Prior} is made of the encoder's posteriors, which must not be random, but "
                    + $"{random.Layer.GetType().Name} at {random.Name} is. Use an encoder without it, or another prior.");
        }
    }

    private static void CheckWeights(VaeArchitecture architecture, IRowInputs column)
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
