using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Detection;
using VaeTransforms.Native;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>What fitting gave, before any transformer is made of it.</summary>
/// <param name="Column">The column that was read.</param>
/// <param name="Rows">Its values, those of held-out rows included.</param>
/// <param name="Training">The model, its report, and which rows were held out.</param>
internal sealed record VaeFit(FeatureColumn Column, FeatureMatrix Rows, TrainingResult Training)
{
    // Lines hold counts, losses and slot names, which belong to the schema; never a value of a row.
    private const MessageSensitivity Sensitivity = MessageSensitivity.Schema;

    /// <summary>Reads a column and trains on it: what both estimators do when they are fitted.</summary>
    /// <param name="environment">Of the context that the estimator was made with.</param>
    /// <param name="options">Checked already.</param>
    /// <param name="inputColumnName">The column.</param>
    /// <param name="data">The rows.</param>
    /// <param name="detector">Of what will be an anomaly detector; null for features alone.</param>
    /// <exception cref="ArgumentException">Column, rows or options do not fit.</exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded.</exception>
    /// <exception cref="TrainingDivergedException">The objective stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static VaeFit Run(
        IHostEnvironment environment, VaeOptions options, string inputColumnName, IDataView data, VaeAnomalyOptions? detector = null)
    {
        IHost host = environment.Register(nameof(VaeEstimator));
        using IChannel channel = host.Start("Training");
        FeatureColumn column = FeatureColumn.Find(data.Schema, inputColumnName);
        OptionsResolution.Architecture(options, column);
        if (detector is not null)
        {
            LabelAsFeature.Refuse(column);
        }

        FeatureMatrix rows = FeatureMatrix.Read(data, column, options.CancellationToken);
        int seed = options.Seed ?? MlEnvironment.Seed(environment) ?? new Random().Next();
        TrainingPlan plan = OptionsResolution.Resolve(options, column, rows.Rows, seed);
        TrainableRows.Check(rows, column, plan);
        if (detector is not null)
        {
            CheckHeldOut(rows.Rows, column, plan, detector, channel);
        }

        if (detector is { TrimmedShare: > 0 and var trimmedShare })
        {
            RowSplit split = RowSplit.Create(rows.Rows, plan.ValidationFraction, plan.Seed);
            plan = plan with { LeftOut = FarRows.Find(new RowMatrix(rows.Values, column.Size), split.Training, trimmedShare, plan.Seed) };
            channel.Info(Sensitivity, string.Create(CultureInfo.InvariantCulture, $"{plan.LeftOut.Count} of {split.Training.Length} rows lie farthest from the others and are not learned from."));
        }

        TorchRuntime.EnsureLoaded(message => channel.Info(Sensitivity, message));
        TrainingResult result = VaeTrainer.Train(plan, rows.Values, rows.Rows, Report, options.CancellationToken);
        channel.Info(Sensitivity, $"{result.Report}");
        if (result.Report.ConstantSlots is { Count: > 0 } constant)
        {
            channel.Warning(Sensitivity, $"Column '{column.Name}' has the same value in every row trained on in slots {string.Join(", ", constant)}; they teach nothing, and another value there will score as anomalous.");
        }

        return new VaeFit(column, rows, result);

        void Report(TrainingProgress progress)
        {
            EpochMetrics epoch = progress.Latest;
            string heldOut = epoch.Validation is { } validation ? $"; held out {validation}" : "";
            channel.Info(Sensitivity, string.Create(
                CultureInfo.InvariantCulture, $"Epoch {epoch.Epoch} of {progress.Epochs}: {epoch.Train}{heldOut}"));
            options.Progress?.Report(progress);
        }
    }

    /// <summary>Sees to it, before training, that there will be rows to take a threshold from.</summary>
    private static void CheckHeldOut(int rows, FeatureColumn column, TrainingPlan plan, VaeAnomalyOptions detector, IChannel channel)
    {
        int heldOut = RowSplit.HeldOutCount(rows, plan.ValidationFraction);
        if (heldOut == 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The threshold for {detector.ThresholdRule} is a quantile of scores on rows that were not trained on, but Vae.ValidationFraction = {plan.ValidationFraction} of the {rows} rows of column '{column.Name}' holds none out. Fit on more rows, or raise Vae.ValidationFraction."));
        }

        if (detector.ThresholdRule.Check(HeldOutRows.Count(rows, heldOut, detector.Score)) is { } warning)
        {
            channel.Warning(Sensitivity, warning);
        }
    }
}
