using Microsoft.ML;
using VaeTransforms.Tests.Contract.Refusals;
using static VaeTransforms.Tests.Contract.Conditions.Machines;

namespace VaeTransforms.Tests.Contract.Conditions;

/// <summary>Conditions that cannot be used.</summary>
internal static class ConditionMistakes
{
    private static readonly MLContext Ml = new(1);
    private static readonly VaeOptions Refused = Options with { Progress = new NoTraining() };
    private static readonly Lazy<VaeModel> Conditional = new(() => Fitted(Options with { Epochs = 2 }));
    private static readonly Lazy<VaeModel> Plain = new(() => Fitted(Options with { Epochs = 2, ConditionColumnName = null }));

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Encode("A condition with a mask", Refused with { MissingValues = MissingValues.Mask }, "MissingValues.Mask", "'Mode'"),
        new(
            "A condition for VaeImpute",
            typeof(ArgumentException),
            _ => Ml.Transforms.VaeImpute("Full", "Features", Refused),
            "VaeImpute"),
        Encode("A condition with groups of slots", Refused with { Columns = [] }, "Columns", "'Mode'"),
        Encode("A condition with slots found by name", Refused with { ReorderSlotsByName = true }, "ReorderSlotsByName"),
        Encode(
            "A condition that is an input",
            Refused with { ConditionColumnName = "Features" },
            "'Features'",
            "input column too"),
        Encode(
            "A condition that is the label",
            Refused with { Prior = Prior.MixtureOfGaussians(), LabelColumnName = "Mode" },
            "both 'Mode'"),
        new(
            "A detector whose condition is an input",
            typeof(ArgumentException),
            _ => Ml.AnomalyDetection.Trainers.Vae(
                "Features", new VaeAnomalyOptions { Vae = Refused with { ConditionColumnName = "Features" } }),
            "'Features'",
            "input column too"),
        new(
            "A condition that is not there",
            typeof(ArgumentException),
            _ => Ml.Transforms.VaeEncode("Latent", "Features", Refused with { ConditionColumnName = "Shift" })
                .Fit(View(Ml, Rows(50))),
            "'Shift'"),
        new(
            "A missing condition",
            typeof(ArgumentException),
            _ =>
            {
                Machine[] rows = Rows(50);
                rows[4].Load = float.NaN;
                Ml.Transforms.VaeEncode("Latent", "Features", Refused with { ConditionColumnName = "Load" }).Fit(View(Ml, rows));
            },
            "'Load'",
            "row 4"),
        new(
            "Validation data with a condition that training did not see",
            typeof(ArgumentException),
            _ => Ml.Transforms.VaeEncode("Latent", "Features", Refused).Fit(View(Ml, Rows(50)), View(Ml, Paused(4))),
            "'Mode'",
            "row 4 of the validation data"),
        new(
            "A condition that the initial model did not see",
            typeof(ArgumentException),
            _ => Ml.Transforms.VaeEncode("Latent", "Features", Refused).Fit(View(Ml, Paused(7)), null, Conditional.Value),
            "'Mode'",
            "row 7"),
        new(
            "An initial model with a condition for a fit without one",
            typeof(ArgumentException),
            _ => Ml.Transforms.VaeEncode("Latent", ["Features", "Mode"], Refused with { ConditionColumnName = null })
                .Fit(View(Ml, Rows(50)), null, Conditional.Value),
            "ConditionColumnName",
            "'Mode'"),
        new(
            "A graph of pictures alone with a condition",
            typeof(InvalidOperationException),
            _ => Fitted(Options with
            {
                Epochs = 1,
                HiddenLayers = null,
                Network = VaeNetwork.Convolutional([2], input: new TensorShape(1, 2, 2)),
            }).SaveOnnx(Stream.Null, OnnxGraph.Encoder, ImageLayout.Nchw),
            "ImageLayout.Nchw",
            "'Mode'"),
        Use("Decoding without the condition", model => model.Decode([0, 0]), "'Mode'", "model.Condition(value)"),
        Use("Sampling without the condition", model => model.Sample(3, 1), "'Mode'"),
        Use("Interpolating without the condition", model => model.Interpolate([0, 0], [1, 1], 3), "'Mode'"),
        new(
            "Decoding with a condition that the model does not have",
            typeof(InvalidOperationException),
            _ => Plain.Value.Decode([0, 0], [1, 0, 0]),
            "without a condition"),
        new(
            "A condition of a model without one",
            typeof(InvalidOperationException),
            _ => Plain.Value.Condition("run"),
            "ConditionColumnName"),
        Argument("A condition of another length", model => model.Decode([0, 0], [1]), "[1]", "3 finite numbers"),
        new(
            "A vector as condition of another length",
            typeof(ArgumentException),
            _ => Fitted(Options with { Epochs = 1, ConditionColumnName = "Setting" }).Condition(new float[] { 1, 2, 3 }),
            "'Setting'",
            "2 numbers",
            "[1, 2, 3]"),
        Argument("A condition that training did not see", model => model.Condition("off"), "'off'", "'idle'"),
        Argument("Drawing rows without the condition", model => model.SampleRows(Ml, 3, 1), "'Mode'"),
        Argument(
            "Drawing rows with a value besides the condition",
            model => model.SampleRows(Ml, 3, 1, ("Mode", "run"), ("Features.0", 2f)),
            "'Mode', 'Features.0'"),
    ];

    private static Mistake Encode(string name, VaeOptions options, params string[] facts) => new(
        name, typeof(ArgumentException), _ => Ml.Transforms.VaeEncode("Latent", "Features", options), facts);

    private static Mistake Use(string name, Action<VaeModel> use, params string[] facts) =>
        new(name, typeof(InvalidOperationException), _ => use(Conditional.Value), facts);

    private static Mistake Argument(string name, Action<VaeModel> use, params string[] facts) =>
        new(name, typeof(ArgumentException), _ => use(Conditional.Value), facts);

    private static Machine[] Paused(int row)
    {
        Machine[] rows = Rows(50);
        rows[row].Mode = "pause";
        return rows;
    }

    private static VaeModel Fitted(VaeOptions options) =>
        Ml.Transforms.VaeEncode("Latent", "Features", options).Fit(View(Ml, Rows(60))).Model;
}
