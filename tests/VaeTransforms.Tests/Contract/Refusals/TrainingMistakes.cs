using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Tests.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Training that fails. The numbers depend on the machine, so the message is made from given ones.</summary>
internal static class TrainingMistakes
{
    public static IReadOnlyList<Mistake> All { get; } =
    [
        new(
            "Training that diverges",
            typeof(TrainingDivergedException),
            _ => throw new TrainingDivergedException(Plan(), epoch: 1, step: 3, double.NaN),
            "epoch 1",
            "step 3",
            "NaN",
            "LearningRate (it was 1E+30)"),
    ];

    private static TrainingPlan Plan()
    {
        DataViewSchema schema = Views.Schema(new VectorDataViewType(NumberDataViewType.Single, Sheets.Width));
        VaeOptions options = Sheets.Quick with { LearningRate = 1e30 };
        var input = new VectorInput(FeatureColumn.Find(schema, "Features"), options);
        var rows = new RowMatrix(new float[60 * Sheets.Width], Sheets.Width);
        return OptionsResolution.Resolve(options, new FitRows(input, rows, HoldOut.Random, 60, Weights: null), seed: 1);
    }
}
