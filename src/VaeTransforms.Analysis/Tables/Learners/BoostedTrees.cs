using Microsoft.ML.Trainers.FastTree;

namespace VaeTransforms.Analysis;

/// <summary>ML.NET's FastTree with its defaults, on one thread, so that the number of cores does not change a result.</summary>
internal static class BoostedTrees
{
    public static FastTreeBinaryTrainer.Options Binary(string label = nameof(TreeRow.IsPositive)) => new()
    {
        LabelColumnName = label,
        FeatureColumnName = TreeFeatures.Name,
        NumberOfThreads = 1,
    };

    public static FastTreeRegressionTrainer.Options Regression() => new()
    {
        LabelColumnName = nameof(TreeRow.Quantity),
        FeatureColumnName = TreeFeatures.Name,
        NumberOfThreads = 1,
    };
}
