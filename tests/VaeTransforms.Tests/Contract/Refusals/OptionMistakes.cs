using Microsoft.ML;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Options that cannot be set, and options that contradict each other.</summary>
internal static class OptionMistakes
{
    private static readonly MLContext Context = new(1);

    public static IReadOnlyList<Mistake> OutOfRange { get; } =
    [
        Set("LatentDimension", "0", () => Quick with { LatentDimension = 0 }, "1", "65536"),
        Set("LatentDimension", "-3", () => new VaeOptions { LatentDimension = -3 }, "1", "65536"),
        Set("LatentDimension", "2147483647", () => Context.Transforms.VaeEncode("L", "Features", int.MaxValue), "1", "65536"),
        Set("HiddenLayers", "[8, 0]", () => Quick with { HiddenLayers = [8, 0] }, "1", "65536"),
        Set("Activation", "9", () => Quick with { Activation = (Activation)9 }, "Silu", "Relu", "Tanh"),
        Set("Likelihood", "null", () => Quick with { Likelihood = null! }, "Automatic"),
        Set("degreesOfFreedom", "2", () => Likelihood.StudentT(2), "above 2", "100"),
        Set("degreesOfFreedom", "101", () => Likelihood.StudentT(101), "above 2", "100"),
        Set("degreesOfFreedom", "NaN", () => Likelihood.StudentT(double.NaN), "above 2", "100"),
        Set("maxBins", "1", () => Likelihood.Binned(1), "2", "256"),
        Set("Normalization", "null", () => Quick with { Normalization = null! }, "None", "Standardize", "Quantile"),
        Set("Beta", "NaN", () => Quick with { Beta = double.NaN }, "[0, ∞)"),
        Set("Beta", "-0.1", () => Quick with { Beta = -0.1 }, "[0, ∞)"),
        Set("Beta", "Infinity", () => Quick with { Beta = double.PositiveInfinity }, "[0, ∞)"),
        Set("KlWarmup", "1", () => Quick with { KlWarmup = 1 }, "[0, 1)"),
        Set("KlWarmup", "NaN", () => Quick with { KlWarmup = double.NaN }, "[0, 1)"),
        Set("Epochs", "0", () => Quick with { Epochs = 0 }, "at least 1"),
        Set("BatchSize", "-32", () => Quick with { BatchSize = -32 }, "at least 1"),
        Set("LearningRate", "0", () => Quick with { LearningRate = 0 }, "above 0"),
        Set("LearningRate", "NaN", () => Quick with { LearningRate = double.NaN }, "above 0"),
        Set("LearningRate", "Infinity", () => Quick with { LearningRate = double.PositiveInfinity }, "above 0", "finite"),
        Set("imputations", "-1", () => Context.Transforms.VaeImpute("Features", imputations: -1), "from 0 to 100"),
        .. ObjectiveMistakes.OutOfRange,
        .. PriorMistakes.OutOfRange,
        Set("GradientClipNorm", "0", () => Quick with { GradientClipNorm = 0 }, "above 0"),
        Set("GradientClipNorm", "NaN", () => Quick with { GradientClipNorm = double.NaN }, "above 0"),
        Set("ValidationFraction", "1", () => Quick with { ValidationFraction = 1 }, "[0, 1)"),
        Set("ValidationFraction", "NaN", () => Quick with { ValidationFraction = double.NaN }, "[0, 1)"),
        Set("MemoryBudget", "0", () => Quick with { MemoryBudget = 0 }, "above 0", "1L << 30"),
        Set("Patience", "0", () => Quick with { Patience = 0 }, "at least 1"),
        Set("LogVarianceColumnName", "''", () => Quick with { LogVarianceColumnName = "" }, "null"),
        Set("ReconstructionColumnName", "' '", () => Quick with { ReconstructionColumnName = " " }, "null"),
        Set("KlDivergenceColumnName", "''", () => Quick with { KlDivergenceColumnName = "" }, "null"),
        Set("ReconstructionErrorColumnName", "''", () => Quick with { ReconstructionErrorColumnName = "" }, "null"),
        Set("ScoreColumnName", "'\t'", () => Quick with { ScoreColumnName = "\t" }, "null"),
        Set("Contamination", "0", () => new VaeAnomalyOptions { Contamination = 0 }, "(0, 0.5]"),
        Set("Contamination", "0.6", () => new VaeAnomalyOptions() with { Contamination = 0.6 }, "(0, 0.5]"),
        Set("Contamination", "NaN", () => new VaeAnomalyOptions { Contamination = double.NaN }, "(0, 0.5]"),
        Set("NaNPolicy", "7", () => new VaeAnomalyOptions { NaNPolicy = (NaNPolicy)7 }, "Pass, Alarm or Throw"),
        Set("TrimmedShare", "0.6", () => new VaeAnomalyOptions { TrimmedShare = 0.6 }, "[0, 0.5]"),
        Set("TrimmedShare", "NaN", () => new VaeAnomalyOptions { TrimmedShare = double.NaN }, "[0, 0.5]"),
        Set("PValueColumnName", "''", () => new VaeAnomalyOptions { PValueColumnName = "" }, "null"),
        Set("TypicalityColumnName", "''", () => new VaeAnomalyOptions { TypicalityColumnName = "" }, "null"),
        Set("AnomalyMapColumnName", "''", () => new VaeAnomalyOptions { AnomalyMapColumnName = "" }, "null"),
        Set("FeatureContributionsColumnName", "''", () => new VaeAnomalyOptions { FeatureContributionsColumnName = "" }, "null"),
        Set("Score", "null", () => new VaeAnomalyOptions { Score = null! }, "Combined"),
        Set("Vae", "null", () => new VaeAnomalyOptions { Vae = null! }, "null"),
        Set("HoldOut", "null", () => Quick with { HoldOut = null! }, "HoldOut.Random", "HoldOut.Blocks"),
        Set("gap", "-1", () => HoldOut.Blocks(-1), "at least 0"),
        Set("count", "0", () => HoldOut.Blocks(3, 0), "at least 1"),
        Set("SamplingKeyColumnName", "''", () => Quick with { SamplingKeyColumnName = "" }, "null"),
        Set("ExampleWeightColumnName", "' '", () => Quick with { ExampleWeightColumnName = " " }, "null"),
        Set("Columns", "[]", () => new TableQualityOptions { Columns = [] }, "at least one", "null"),
        Set("Columns", "['a', 'a']", () => new TableQualityOptions { Columns = ["a", "a"] }, "twice"),
        Set("LabelColumnName", "' '", () => new TableQualityOptions { LabelColumnName = " " }, "null"),
        Set("MaxRows", "19", () => new TableQualityOptions { MaxRows = 19 }, "20", "100000"),
        Set("Units", "0", () => Layer.Dense(0), "1", "65536"),
    ];

    public static IReadOnlyList<Mistake> Contradictions { get; } =
    [
        Make(
            "Imputations of a likelihood without draws in a pipeline",
            () => Context.Transforms.VaeImpute(
                "Features",
                options: new VaeOptions { Likelihood = Likelihood.Mixed(("sensor 1", Likelihood.Poisson)) },
                imputations: 2),
            "imputations is 2",
            "Poisson",
            "VaeModel.Impute"),
        Make("No name for the output column", () => Context.Transforms.VaeEncode(""), "output column", "empty"),
        Make("Null for the output column", () => Context.Transforms.VaeEncode(null!), "output column", "empty"),
        Make("A blank name for the input column", () => Context.Transforms.VaeEncode("Latent", " "), "input column", "empty"),
        Make("No name for a detector's input column", () => Context.AnomalyDetection.Trainers.Vae(""), "input column", "empty"),
        Make("Null for a detector's input column", () => Context.AnomalyDetection.Trainers.Vae(null!), "input column", "empty"),
        Make(
            "A column name twice",
            () => Encode(Quick with { KlDivergenceColumnName = "Twice", ScoreColumnName = "Twice" }),
            "'Twice'"),
        Make(
            "The name of a column that a detector always adds",
            () => Detect(Quick with { ScoreColumnName = "PredictedLabel" }),
            "'PredictedLabel'"),
        Make(
            "A column that hides the input column",
            () => Encode(Quick with { KlDivergenceColumnName = "Features" }),
            "KlDivergence",
            "'Features'"),
        Make(
            "A detector of the column 'Score'",
            () => Context.AnomalyDetection.Trainers.Vae("Score"),
            "Score column",
            "'Score'"),
        Make(
            "A detector of the column 'PredictedLabel'",
            () => Context.AnomalyDetection.Trainers.Vae("PredictedLabel"),
            "predicted label",
            "'PredictedLabel'"),
        Make(
            "A reserved name for the output column",
            () => Context.Transforms.VaeEncode("VaeTransforms.Mean", "Features"),
            "'VaeTransforms.Mean'",
            "'VaeTransforms.'"),
        Make(
            "A reserved name for the input column",
            () => Context.AnomalyDetection.Trainers.Vae("VaeTransforms.Score"),
            "'VaeTransforms.Score'",
            "'VaeTransforms.'"),
        WithBernoulli("Bernoulli with Standardize", Encode, Normalization.Standardize),
        WithBernoulli("Bernoulli with Quantile", Encode, Normalization.Quantile),
        WithBernoulli("Bernoulli with Standardize in a detector", Detect, Normalization.Standardize),
        Make(
            "A detector without held-out rows",
            () => Detect(Quick with { ValidationFraction = 0 }),
            "Vae.ValidationFraction",
            "above 0",
            "Contamination = 0.05",
            "ScoreColumnName") with
        { Parameter = "Vae" },
        Make(
            "A zero-inflated likelihood of normalized values",
            () => Likelihood.ZeroInflated(Likelihood.Gaussian),
            "Likelihood.Poisson",
            "Gaussian"),
        Make(
            "Network together with HiddenLayers",
            () => Encode(Quick with { Network = VaeNetwork.Dense([8], Layer.Tanh) }),
            "DenseLayer { Units = 8 }",
            "HiddenLayers is [16]",
            "Activation is Silu") with
        { Parameter = "Network" },
        Make(
            "Network together with Activation",
            () => Encode(new VaeOptions { Network = VaeNetwork.Dense([8]), Activation = Activation.Relu }),
            "DenseLayer { Units = 8 }",
            "HiddenLayers is null",
            "Activation is Relu") with
        { Parameter = "Network" },
        Make(
            "Network together with HiddenLayers in a detector",
            () => Detect(Quick with { Network = VaeNetwork.Dense([8]) }),
            "DenseLayer { Units = 8 }",
            "HiddenLayers is [16]") with
        { Parameter = "Network" },
        Make(
            "Blocks together with a sampling key",
            () => Encode(Quick with { HoldOut = HoldOut.Blocks(9), SamplingKeyColumnName = "Machine" }),
            "HoldOut is Blocks(gap: 9, count: 5)",
            "'Machine'") with
        { Parameter = "HoldOut" },
        Make(
            "Blocks of no rows",
            () => Encode(Quick with { HoldOut = HoldOut.Blocks(9), ValidationFraction = 0 }),
            "ValidationFraction is 0",
            "HoldOut is Blocks(gap: 9, count: 5)") with
        { Parameter = "ValidationFraction" },
        .. BinarizationMistakes.Contradictions,
        .. ObjectiveMistakes.Contradictions,
        .. PriorMistakes.Contradictions,
    ];

    internal static Mistake Set(string option, string value, Func<object> set, params string[] rule) =>
        new($"{option} = {value}", typeof(ArgumentOutOfRangeException), _ => set(), [option, $"was {value}", .. rule])
        {
            Parameter = option,
        };

    internal static Mistake Make(string name, Func<object> make, params string[] facts) =>
        new(name, typeof(ArgumentException), _ => make(), facts);

    private static Mistake WithBernoulli(string name, Func<VaeOptions, object> make, Normalization normalization) =>
        Make(
            name,
            () => make(Quick with { Likelihood = Likelihood.Bernoulli, Normalization = normalization }),
            "Likelihood.Bernoulli",
            "[0, 1]",
            $"Normalization is {normalization}",
            "MinMax") with
        { Parameter = "Normalization" };

    internal static VaeEstimator Encode(VaeOptions options) => Context.Transforms.VaeEncode("Latent", "Features", options);

    internal static VaeAnomalyEstimator Detect(VaeOptions options) =>
        Context.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions { Vae = options });
}
