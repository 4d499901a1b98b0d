using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace VaeTransforms.Analysis;

/// <summary>Learns to predict a factor from codes, to see which dimensions serve it and how well they do together.</summary>
/// <remarks>
/// Boosted trees, as in the published comparisons (Locatello et al. 2019): their splits are the same however an axis is stretched, and
/// they find relations that a linear model has no weight for. ML.NET's FastTree with its defaults, on one thread.
/// </remarks>
internal sealed class FactorTrees
{
    // A context of its own: making components draws from a context's random stream, and the caller's is the caller's.
    private readonly MLContext _mlContext;
    private readonly float[][] _codes;
    private readonly int[] _learn;
    private readonly int[] _test;

    /// <param name="codes">[rows], each [K].</param>
    /// <param name="isTest">[rows] whether a row tests; the others are learned from.</param>
    /// <param name="seed">Of the trees.</param>
    public FactorTrees(float[][] codes, bool[] isTest, int seed)
    {
        _mlContext = new MLContext(seed);
        _codes = codes;
        _learn = [.. Enumerable.Range(0, codes.Length).Where(row => !isTest[row])];
        _test = [.. Enumerable.Range(0, codes.Length).Where(row => isTest[row])];
    }

    /// <summary>Learns one factor.</summary>
    /// <param name="factor">Its values.</param>
    /// <returns>
    /// [K] shares of the trees' gain, of a class the mean over one-against-all trees by the classes' frequency; sums to 1, or to
    /// 0 without any split. And 1 - error / error of the best constant guess on the rows that test, at least 0.
    /// </returns>
    public (double[] Importance, double Informativeness) Learn(FactorValues factor) =>
        factor.IsClass ? LearnClasses(factor.Classes()) : LearnQuantity(factor.Values);

    private (double[] Importance, double Informativeness) LearnQuantity(double[] values)
    {
        using RegressionPredictionTransformer<FastTreeRegressionModelParameters> trees = _mlContext.Regression.Trainers
            .FastTree(new FastTreeRegressionTrainer.Options { LabelColumnName = nameof(Row<>.Target), FeatureColumnName = nameof(Row<>.Code), NumberOfThreads = 1 })
            .Fit(View(_learn, row => (float)values[row]));
        float[] predicted = Predict(trees, row => (float)values[row], "Score");
        double mean = _learn.Average(row => values[row]);
        double error = _test.Zip(predicted, (row, guess) => Square(values[row] - guess)).Sum();
        return (Shares(trees.Model), Skill(error, _test.Sum(row => Square(values[row] - mean))));
    }

    private (double[] Importance, double Informativeness) LearnClasses(int[] classes)
    {
        var importance = new double[_codes[0].Length];
        float[] best = new float[_test.Length];
        int[] guess = new int[_test.Length];
        Array.Fill(best, float.NegativeInfinity);
        int[] known = [.. _learn.Select(row => classes[row]).Distinct().Order()];
        foreach (int c in known.Length > 1 ? known : [])
        {
            using var trees = _mlContext.BinaryClassification.Trainers
                .FastTree(new FastTreeBinaryTrainer.Options { LabelColumnName = nameof(Row<>.Target), FeatureColumnName = nameof(Row<>.Code), NumberOfThreads = 1 })
                .Fit(View(_learn, row => classes[row] == c));
            double frequency = (double)_learn.Count(row => classes[row] == c) / _learn.Length;
            double[] shares = Shares(trees.Model.SubModel);
            for (int j = 0; j < shares.Length; j++)
            {
                importance[j] += frequency * shares[j];
            }

            float[] score = Predict(trees, row => classes[row] == c, "Probability");
            for (int i = 0; i < score.Length; i++)
            {
                if (score[i] > best[i])
                {
                    (best[i], guess[i]) = (score[i], c);
                }
            }
        }

        int mostFrequent = known.MaxBy(c => _learn.Count(row => classes[row] == c));
        double error = _test.Where((row, i) => classes[row] != guess[i]).Count();
        return (importance, Skill(error, _test.Count(row => classes[row] != mostFrequent)));
    }

    private float[] Predict<TTarget>(ITransformer trees, Func<int, TTarget> target, string column) =>
        [.. trees.Transform(View(_test, target)).GetColumn<float>(column)];

    private IDataView View<TTarget>(int[] rows, Func<int, TTarget> target)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row<TTarget>));
        schema[nameof(Row<>.Code)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _codes[0].Length);
        List<Row<TTarget>> view = [.. rows.Select(row => new Row<TTarget> { Code = _codes[row], Target = target(row) })];
        return _mlContext.Data.LoadFromEnumerable(view, schema);
    }

    private static double[] Shares(TreeEnsembleModelParameters trees)
    {
        // ML.NET gives the root of each feature's share of the largest gain.
        VBuffer<float> roots = default;
        trees.GetFeatureWeights(ref roots);
        double[] gains = [.. roots.DenseValues().Select(root => Square(root))];
        double sum = gains.Sum();
        return sum > 0 ? [.. gains.Select(gain => gain / sum)] : gains;
    }

    private static double Skill(double error, double constantError) => constantError > 0 ? Math.Max(0, 1 - (error / constantError)) : 0;

    private static double Square(double value) => value * value;

    private sealed class Row<TTarget>
    {
        public float[] Code { get; set; } = [];

        public TTarget? Target { get; set; }
    }
}
