using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// Fills cells with chained forests, as MissForest does. It starts from the column alone, and then predicts each column from all
/// others, from the column with the fewest gaps to that with the most, in three rounds.
/// </summary>
/// <remarks>
/// Stekhoven and Bühlmann 2012, 'MissForest: non-parametric missing value imputation for mixed-type data'. The forest is ML.NET's
/// FastForest for regression. A category has a forest for the indicator of each class, which gives the class's probability.
/// </remarks>
internal static class ChainedForest
{
    public const int Rounds = 3;
    public const int Trees = 30;
    public const int Leaves = 256;
    public const int MinRowsPerLeaf = 3;
    public const int MaxTrainingRows = 3_000;

    public static double[][] Fill(IReadOnlyList<HivaeColumn> columns, double[][] rows, int seed)
    {
        double[][] filled = Marginals.Fill(columns, rows);
        int[][] gaps = [.. columns.Select((_, column) => Where(rows, row => double.IsNaN(row[column])))];
        int[] order = [.. Enumerable.Range(0, columns.Count).Where(column => gaps[column].Length > 0)
            .OrderBy(column => gaps[column].Length)];
        for (int round = 0; round < Rounds; round++)
        {
            foreach (int column in order)
            {
                int[] known = Where(rows, row => !double.IsNaN(row[column]));
                new Random(seed).Shuffle(known);
                int[] training = known[..Math.Min(known.Length, MaxTrainingRows)];
                Fill(columns, filled, column, training, gaps[column], seed);
            }
        }

        return filled;
    }

    private static void Fill(
        IReadOnlyList<HivaeColumn> columns, double[][] filled, int column, int[] training, int[] gaps, int seed)
    {
        double[][] levels = [.. columns.Select((one, index) => one.Kind == HivaeKind.Category
            ? filled.Select(row => row[index]).Distinct().Order().ToArray()
            : [])];
        Example[] known = [.. training.Select(row => Features(filled[row]))];
        Example[] unknown = [.. gaps.Select(row => Features(filled[row]))];
        if (columns[column].Kind != HivaeKind.Category)
        {
            float[] values = Predict(known, [.. training.Select(row => (float)filled[row][column])], unknown, seed);
            Set(i => values[i]);
            return;
        }

        double[] classes = levels[column];
        float[][] shares = [.. classes.Skip(classes.Length == 2 ? 1 : 0).Select(level =>
            Predict(known, [.. training.Select(row => filled[row][column] == level ? 1f : 0f)], unknown, seed))];
        Set(i => classes.Length == 2
            ? classes[shares[0][i] > 0.5f ? 1 : 0]
            : classes[shares.Index().MaxBy(share => share.Item[i]).Index]);

        void Set(Func<int, double> value)
        {
            for (int i = 0; i < gaps.Length; i++)
            {
                filled[gaps[i]][column] = value(i);
            }
        }

        Example Features(double[] row) => new()
        {
            Features = [.. row.Index().Where(cell => cell.Index != column).SelectMany(cell => levels[cell.Index].Length == 0
                ? [(float)cell.Item]
                : levels[cell.Index].Select(level => level == cell.Item ? 1f : 0f))],
        };
    }

    private static float[] Predict(Example[] known, float[] labels, Example[] unknown, int seed)
    {
        if (labels.Distinct().Take(2).Count() < 2)
        {
            return [.. unknown.Select(_ => labels[0])];
        }

        var mlContext = new MLContext(seed);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, known[0].Features.Length);
        for (int i = 0; i < known.Length; i++)
        {
            known[i].Label = labels[i];
        }

        RegressionPredictionTransformer<FastForestRegressionModelParameters> forest = mlContext.Regression.Trainers
            .FastForest(new FastForestRegressionTrainer.Options
            {
                NumberOfTrees = Trees,
                NumberOfLeaves = Leaves,
                MinimumExampleCountPerLeaf = MinRowsPerLeaf,
                FeatureFractionPerSplit = 0.5,
                Seed = seed,
                NumberOfThreads = 1,
            })
            .Fit(mlContext.Data.LoadFromEnumerable(known, schema));
        return [.. forest.Transform(mlContext.Data.LoadFromEnumerable(unknown, schema)).GetColumn<float>("Score")];
    }

    private static int[] Where(double[][] rows, Func<double[], bool> isChosen) =>
        [.. rows.Index().Where(row => isChosen(row.Item)).Select(row => row.Index)];

    private sealed class Example
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
