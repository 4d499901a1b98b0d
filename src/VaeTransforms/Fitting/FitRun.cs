using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Anomaly;
using VaeTransforms.Detection;
using VaeTransforms.Model;
using VaeTransforms.Native;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Training;

namespace VaeTransforms.Fitting;

/// <summary>The steps of a fit, from the columns to the trained model. Each checks what it can before the next begins.</summary>
/// <param name="environment">The environment of the estimator's context.</param>
/// <param name="options">Options of the autoencoder, already validated.</param>
/// <param name="columns">The columns to read.</param>
/// <param name="input">The rows.</param>
/// <param name="detector">Options of the anomaly detector; null for VaeEncode.</param>
/// <param name="log">Where the course is told.</param>
/// <exception cref="ArgumentException">The label column does not fit.</exception>
internal sealed class FitRun(
    IHostEnvironment environment,
    VaeOptions options,
    InputNames columns,
    FitInput input,
    VaeAnomalyOptions? detector,
    FitLog log)
{
    private readonly DataViewSchema _schema = input.Train.Schema;
    private readonly TrainedVae? _initial = input.InitialModel?.Trained;
    private readonly VaeOptions _options = ClassColumn.Resolve(options, input.Train.Schema, input.InitialModel?.Trained);

    /// <summary>Finds the columns, and checks what can be known before a row is read.</summary>
    /// <param name="options">Options of the autoencoder, already validated.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="schema">The schema of the rows.</param>
    /// <exception cref="ArgumentException">A column is missing or does not fit, or options do not fit the columns.</exception>
    public static TrainingInput FindInput(VaeOptions options, InputNames columns, DataViewSchema schema)
    {
        TrainingInput found = TrainingInput.Find(schema, columns.Names, columns.IsTable, options);
        if (!columns.IsTable)
        {
            OptionsResolution.Check(options, found);
        }

        return found;
    }

    /// <summary>Takes all steps.</summary>
    /// <param name="checkpoints">Where the course is saved; null for nowhere.</param>
    /// <param name="trace">Told of each epoch.</param>
    public VaeFit Run(CheckpointFolder? checkpoints, FitTrace trace)
    {
        TrainingInput features = FindInput();
        int seed = _options.Seed ?? MlEnvironment.Seed(environment) ?? checkpoints?.Seed ?? new Random().Next();
        FitRows read = Read(features, seed);
        TrainingPlan plan = Plan(features, read, seed);
        CheckTrainingRows(plan, read);

        input.Planned?.Invoke(plan, read);
        TorchRuntime.EnsureLoaded(log.Info);
        TrainingResult result = Train(plan, read.Rows, checkpoints, trace);
        Tell(result, features);
        trace.Complete(result.Model, read.Stream?.Rows ?? read.Rows.Rows);
        return new VaeFit(features, read.Rows, result);
    }

    private TrainingInput FindInput()
    {
        TrainingInput features;
        if (_initial is null)
        {
            features = FindInput(_options, columns, _schema);
        }
        else
        {
            WarmStart.Check(_options, _initial);
            features = new ModelInput(_schema, columns, _initial, _options);
        }

        if (detector is not null)
        {
            LabelAsFeature.RefuseColumn(features, _options.ConditionColumnName);
            CheckContributions(detector, columns.IsTable ? 0 : features.Inputs.Size);
        }

        if (input.Validation is not null)
        {
            _options.ValidateWithValidationData();
        }

        return features;
    }

    private FitRows Read(TrainingInput features, int seed)
    {
        (FitRows read, LabelColumn? label) = FitRows.Read(
            input, features, _options, seed, detector is null ? null : () => LabelColumn.Find(_schema));
        LabelAsFeature.RefuseSlot(read, label);
        return read;
    }

    private TrainingPlan Plan(TrainingInput features, FitRows read, int seed)
    {
        TrainingPlan plan = OptionsResolution.Resolve(_options, read, seed, _initial);
        TrainableRows.Check(read, plan);
        if (read.Stream is { } stream)
        {
            stream.Check(plan);
            log.Info(stream.Describe(read.Rows.Rows));
        }

        if (detector is null)
        {
            return plan;
        }

        CheckContributions(detector, plan.Columns.Count);
        CheckHeldOut(detector, read.Rows.Rows, features.Inputs.Name, plan);
        return detector.TrimmedShare > 0 ? Trimmed(plan, read, detector.TrimmedShare) : plan;
    }

    private TrainingPlan Trimmed(TrainingPlan plan, FitRows read, double share)
    {
        if (read.Stream is not null)
        {
            throw FitRows.TooLarge(_options, nameof(VaeAnomalyOptions.TrimmedShare));
        }

        RowSplit split = plan.Split(read.Rows.Rows);
        RowMatrix scored = read.Rows.Leading(plan.Architecture.ScoredSlots);
        TrainingPlan trimmed = plan with { Trimmed = FarRows.Find(scored, split.Training, share, plan.Seed) };
        log.Info(string.Create(
            CultureInfo.InvariantCulture,
            $"Trimmed {trimmed.Trimmed.Count} of {split.Training.Length} training rows, those farthest from the others."));
        return trimmed;
    }

    /// <summary>Checks the rows that are trained on, now that they are known.</summary>
    private void CheckTrainingRows(TrainingPlan plan, FitRows read)
    {
        UnseenCategories.RefuseInCondition(read);
        RowSplit used = plan.Split(read.Rows.Rows);
        read.Weights?.Check(used);
        read.Labels?.Check(used, read.Stream);
        log.Warnings(
            SingleResolution.Warning(read, used.Training),
            UnseenCategories.Warning(read, used.Training, _initial),
            TrainingCost.Warning(plan, plan.TrainingRows(used)));
        ComparedRows.Check(plan, plan.TrainingRows(used));
    }

    private TrainingResult Train(TrainingPlan plan, RowMatrix rows, CheckpointFolder? checkpoints, FitTrace trace)
    {
        RunCheckpoints? run = checkpoints is null ? null : new RunCheckpoints(checkpoints, RunFacts.Of(plan, rows));
        if (run?.Resumed is { } at)
        {
            log.Info(string.Create(
                CultureInfo.InvariantCulture,
                $"Goes on in epoch {at.Epoch}, after {at.Step} steps, from '{_options.Checkpoint!.Folder}'."));
        }

        return VaeTrainer.Train(plan, rows, Report, _options.CancellationToken, run);

        void Report(TrainingProgress progress)
        {
            EpochMetrics epoch = progress.Latest;
            trace.Epoch(epoch);
            string heldOut = epoch.Validation is { } validation ? $"; held-out rows: {validation}" : "";
            log.Info(string.Create(
                CultureInfo.InvariantCulture, $"Epoch {epoch.Epoch} of {progress.Epochs}: {epoch.Train}{heldOut}"));
            _options.Progress?.Report(progress);
        }
    }

    private void Tell(TrainingResult result, TrainingInput features)
    {
        log.Info($"{result.Report}");
        if (result.Report.ConstantSlots is { Count: > 0 } constant)
        {
            string where = features.Table is null ? $"Column '{features.Inputs.Name}'" : "The table";
            log.Warning(
                $"{where} has the same value in every training row in {constant.Count} slots: "
                    + $"{NameList.Of(constant)}. These slots carry no information, and any other value in them will score as "
                    + "anomalous. Consider dropping them.");
        }

        foreach (TrainingFinding finding in result.Report.Diagnosis)
        {
            log.Warning($"{finding}");
        }
    }

    private static void CheckContributions(VaeAnomalyOptions detector, int columns)
    {
        if (detector.FeatureContributionsColumnName is not null)
        {
            RowExplainer.CheckWidth(columns);
        }
    }

    /// <summary>Checks before training that there will be enough held-out rows to set a threshold.</summary>
    private void CheckHeldOut(VaeAnomalyOptions detector, int rows, string column, TrainingPlan plan)
    {
        RowSplit split = plan.Split(rows);
        if (split.Validation.Length == 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The threshold for {detector.ThresholdRule} is a quantile of the scores of held-out rows, but "
                + $"Vae.ValidationFraction = {plan.ValidationFraction} of the {rows} rows of column '{column}' holds out no "
                + $"row. Fit on more rows, or raise Vae.ValidationFraction."));
        }

        log.Warnings(detector.ThresholdRule.Check(HeldOutRows.Count(rows, split, detector.Score)));
    }
}
