using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace VaeTransforms.Analysis;

/// <summary>Trains predictors of a factor from codes, to find which dimensions help and how well all of them predict.</summary>
/// <remarks>
/// ML.NET's FastTree with its defaults, on one thread. Locatello and others 2019 use boosted trees too. Their splits do not
/// change if an axis is stretched, and they find nonlinear relations.
/// </remarks>
internal sealed class FactorTrees
{
    // A separate context, since creating components draws from the random stream of a context.
    private readonly MLContext _mlContext;
    private readonly float[][] _codes;
    private readonly int[] _train;
    private readonly int[] _test;

    /// <param name="codes">[rows], each [K].</param>
    /// <param name="isTest">[rows] whether a row is for testing. The others are for training.</param>
    /// <param name="seed">The seed of the training.</param>
    public FactorTrees(float[][] codes, bool[] isTest, int seed)
    {
        _mlContext = new MLContext(seed);
        _codes = codes;
        _train = [.. Enumerable.Range(0, codes.Length).Where(row => !isTest[row])];
        _test = [.. Enumerable.Range(0, codes.Length).Where(row => isTest[row])];
    }

    /// <summary>Trains a predictor of one factor and tests it.</summary>
    /// <param name="factor">The values of the factor.</param>
    /// <returns>
    /// Importance: [K], the share of each dimension in the gain of the trees; for classes the mean over one-against-all trees,
    /// weighted by frequency. It sums to 1, or to 0 if the trees have no split. Informativeness: 1 - error / error of the best
    /// constant prediction, on the test rows, at least 0.
    /// </returns>
    public (double[] Importance, double Informativeness) Train(FactorValues factor) =>
        factor.IsClass ? TrainClasses(factor.Classes()) : TrainQuantity(factor.Values);

    private (double[] Importance, double Informativeness) TrainQuantity(double[] values)
    {
        using RegressionPredictionTransformer<FastTreeRegressionModelParameters> trees = _mlContext.Regression.Trainers
            .FastTree(new FastTreeRegressionTrainer.Options
            {
                LabelColumnName = nameof(Row<>.Target),
                FeatureColumnName = nameof(Row<>.Code),
                NumberOfThreads = 1,
            })
            .Fit(View(_train, row => (float)values[row]));
        float[] predicted = Predict(trees, row => (float)values[row], "Score");
        double mean = _train.Average(row => values[row]);
        double error = _test.Zip(predicted, (row, guess) => Square(values[row] - guess)).Sum();
        return (Shares(trees.Model), Skill(error, _test.Sum(row => Square(values[row] - mean))));
    }

    private (double[] Importance, double Informativeness) TrainClasses(int[] classes)
    {
        var importance = new double[_codes[0].Length];
        float[] best = new float[_test.Length];
        int[] guess = new int[_test.Length];
        Array.Fill(best, float.NegativeInfinity);
        int[] present = [.. _train.Select(row => classes[row]).Distinct().Order()];
        foreach (int c in present.Length > 1 ? present : [])
        {
            using var trees = _mlContext.BinaryClassification.Trainers
                .FastTree(new FastTreeBinaryTrainer.Options
                {
                    LabelColumnName = nameof(Row<>.Target),
                    FeatureColumnName = nameof(Row<>.Code),
                    NumberOfThreads = 1,
                })
                .Fit(View(_train, row => classes[row] == c));
            double frequency = (double)_train.Count(row => classes[row] == c) / _train.Length;
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

        int commonest = present.MaxBy(c => _train.Count(row => classes[row] == c));
        double error = _test.Where((row, i) => classes[row] != guess[i]).Count();
        return (importance, Skill(error, _test.Count(row => classes[row] != commonest)));
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
        // ML.NET returns the square root of the gain, relative to the largest gain.
        VBuffer<float> roots = default;
        trees.GetFeatureWeights(ref roots);
        double[] gains = [.. roots.DenseValues().Select(root => Square(root))];
        double sum = gains.Sum();
        return sum > 0 ? [.. gains.Select(gain => gain / sum)] : gains;
    }

    private static double Skill(double error, double constantError) =>
        constantError > 0 ? Math.Max(0, 1 - (error / constantError)) : 0;

    private static double Square(double value) => value * value;

    private sealed class Row<TTarget>
    {
        public float[] Code { get; set; } = [];

        public TTarget? Target { get; set; }
    }
}
