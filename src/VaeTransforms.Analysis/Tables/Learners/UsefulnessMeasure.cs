using MathNet.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="TableUsefulness"/>, which documents the definition.</summary>
internal sealed class UsefulnessMeasure
{
    private readonly MLContext _mlContext;
    private readonly TreeFeatures _features;
    private readonly LabelTask _task;
    private readonly int[] _testRows;
    private readonly double[][] _test;

    private UsefulnessMeasure(MLContext mlContext, LabelTask task)
    {
        _mlContext = mlContext;
        _features = new TreeFeatures(mlContext, task.Features);
        _task = task;
        _testRows = Labeled(task.Label.Holdout);
        _test = [.. task.Features.Select(column => column.Holdout)];
    }

    public static TableUsefulness Of(MLContext mlContext, TableColumns tables, LabelTask task)
    {
        var measure = new UsefulnessMeasure(mlContext, task);
        return new TableUsefulness
        {
            LabelColumnName = task.Label.Name,
            Real = measure.Train(task.Label.Real, column => column.Real),
            Synthetic = measure.Train(task.Label.Synthetic, column => column.Synthetic),
        };
    }

    private LabelPrediction Train(double[] labels, Func<MixedColumn, double[]> values)
    {
        int[] rows = Labeled(labels);
        double[][] table = [.. _task.Features.Select(values)];
        double[] known = [.. rows.Select(row => labels[row])];
        return _task.Label.IsCategory
            ? TrainClasses(table, rows, [.. known.Select(value => (int)value)])
            : TrainQuantity(table, rows, known);
    }

    private LabelPrediction TrainQuantity(double[][] table, int[] rows, double[] labels)
    {
        var scale = new ColumnScale(_task.Label);
        IEstimator<ITransformer> trees = _mlContext.Regression.Trainers.FastTree(BoostedTrees.Regression());
        IDataView scored = Score(trees, table, rows, (row, i) => row.Quantity = scale.Of(labels[i]));
        double[] predicted = [.. scored.GetColumn<float>("Score").Select(score => scale.Value(score))];
        double[] truth = [.. _testRows.Select(row => _task.Label.Holdout[row])];
        return new LabelPrediction
        {
            RSquared = GoodnessOfFit.CoefficientOfDetermination(predicted, truth),
            RootMeanSquaredError = Math.Sqrt(Distance.MSE(predicted, truth)),
        };
    }

    private LabelPrediction TrainClasses(double[][] table, int[] rows, int[] classes)
    {
        // Only classes of the training rows, because trees cannot learn a class without a row.
        int[] present = [.. classes.Distinct().Order()];
        int[] places = [.. classes.Select(one => Array.BinarySearch(present, one))];
        (int[] predicted, float[] scores) = present.Length switch
        {
            1 => (new int[_testRows.Length], new float[_testRows.Length]),
            2 => TrainTwo(table, rows, places),
            _ => TrainSeveral(table, rows, places, present.Length),
        };
        int[] truth = [.. _testRows.Select(row => (int)_task.Label.Holdout[row])];
        int[] guesses = [.. predicted.Select(place => present[place])];
        return new LabelPrediction
        {
            Accuracy = (double)truth.Zip(guesses).Count(row => row.First == row.Second) / truth.Length,
            MacroF1 = truth.Distinct().Average(one => F1(truth, guesses, one)),
            Auc = _task.Label.Categories.Count == 2 ? RocArea.Of(scores, [.. truth.Select(one => one == 1)]) : null,
        };
    }

    private (int[] Predicted, float[] Scores) TrainTwo(double[][] table, int[] rows, int[] places)
    {
        IEstimator<ITransformer> trees = _mlContext.BinaryClassification.Trainers.FastTree(BoostedTrees.Binary());
        IDataView scored = Score(trees, table, rows, (row, i) => row.IsPositive = places[i] == 1);
        return (
            [.. scored.GetColumn<bool>("PredictedLabel").Select(isPositive => isPositive ? 1 : 0)],
            [.. scored.GetColumn<float>("Score")]);
    }

    private (int[] Predicted, float[] Scores) TrainSeveral(double[][] table, int[] rows, int[] places, int classes)
    {
        IEstimator<ITransformer> trees = _mlContext.MulticlassClassification.Trainers.OneVersusAll(
            _mlContext.BinaryClassification.Trainers.FastTree(BoostedTrees.Binary(nameof(TreeRow.Class))),
            nameof(TreeRow.Class));
        IDataView scored = Score(trees, table, rows, (row, i) => row.Class = (uint)places[i], classes);

        // A key is counted from 1.
        return ([.. scored.GetColumn<uint>("PredictedLabel").Select(key => (int)key - 1)], []);
    }

    private IDataView Score(
        IEstimator<ITransformer> trees, double[][] table, int[] rows, Action<TreeRow, int> setLabel, int classes = 1)
    {
        TreeRow[] train = [.. _features.Rows(table, rows)];
        foreach ((int i, TreeRow row) in train.Index())
        {
            setLabel(row, i);
        }

        ITransformer fitted = _features.Pipeline(trees).Fit(_features.View(train, classes));
        return fitted.Transform(_features.View([.. _features.Rows(_test, _testRows)], classes));
    }

    private static double F1(int[] truth, int[] guesses, int one)
    {
        int both = truth.Zip(guesses).Count(row => row.First == one && row.Second == one);
        return 2.0 * both / (truth.Count(other => other == one) + guesses.Count(other => other == one));
    }

    private static int[] Labeled(double[] labels) =>
        [.. Enumerable.Range(0, labels.Length).Where(row => double.IsFinite(labels[row]))];
}
