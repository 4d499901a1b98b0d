using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="ClassifierTwoSampleTest"/>, which documents the definition.</summary>
internal static class TwoSampleClassifier
{
    public static ClassifierTwoSampleTest Test(MLContext mlContext, TableColumns tables, int seed)
    {
        var features = new TreeFeatures(mlContext, tables.Columns);
        List<TreeRow>[] folds = [[], []];
        var random = new Random(seed);
        Add([.. tables.Columns.Select(column => column.Real)], tables.RealRows, isSynthetic: false);
        Add([.. tables.Columns.Select(column => column.Synthetic)], tables.SyntheticRows, isSynthetic: true);
        return new ClassifierTwoSampleTest(
            (Auc(folds[0], folds[1]) + Auc(folds[1], folds[0])) / 2, tables.RealRows + tables.SyntheticRows);

        // Every other row of a random order, so that both folds have rows of both tables.
        void Add(double[][] values, int count, bool isSynthetic)
        {
            int[] order = [.. Enumerable.Range(0, count)];
            random.Shuffle(order);
            foreach ((int i, TreeRow row) in features.Rows(values, order).Index())
            {
                row.IsPositive = isSynthetic;
                folds[i % 2].Add(row);
            }
        }

        double Auc(List<TreeRow> train, List<TreeRow> test)
        {
            FastTreeBinaryTrainer trees = mlContext.BinaryClassification.Trainers.FastTree(BoostedTrees.Binary());
            IDataView scored = features.Pipeline(trees).Fit(features.View(train)).Transform(features.View(test));
            return RocArea.Of([.. scored.GetColumn<float>("Score")], [.. test.Select(row => row.IsPositive)])!.Value;
        }
    }
}
