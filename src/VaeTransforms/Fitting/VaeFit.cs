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

namespace VaeTransforms;

/// <summary>The result of fitting, from which the estimators make their transformers.</summary>
/// <param name="Input">The input columns.</param>
/// <param name="Rows">Their values, held-out rows included.</param>
/// <param name="Training">The model, its report, and the indices of the held-out rows.</param>
internal sealed record VaeFit(TrainingInput Input, RowMatrix Rows, TrainingResult Training) : IDisposable
{
    // Log lines contain counts, losses and slot names, which are part of the schema. They never contain the value of a row.
    private const MessageSensitivity Sensitivity = MessageSensitivity.Schema;

    private CheckpointFolder? _checkpoints;

    /// <summary>Reads a column and trains on it. Both estimators call this in Fit.</summary>
    /// <param name="environment">The environment of the estimator's context.</param>
    /// <param name="options">Options of the autoencoder, already validated.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="input">The rows.</param>
    /// <param name="detector">Options of the anomaly detector; null for VaeEncode.</param>
    /// <exception cref="ArgumentException">The column, the rows or the options are unsuitable.</exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was canceled.</exception>
    public static VaeFit Run(
        IHostEnvironment environment,
        VaeOptions options,
        InputNames columns,
        FitInput input,
        VaeAnomalyOptions? detector = null)
    {
        using var trace = new FitTrace();
        IHost host = environment.Register(nameof(VaeEstimator));
        using IChannel channel = host.Start("Training");
        CheckpointFolder? checkpoints = options.Checkpoint is { } checkpoint
            ? CheckpointFolder.Open(checkpoint, message => channel.Warning(Sensitivity, message))
            : null;
        try
        {
            return Run(environment, options, columns, input, detector, trace, checkpoints, channel);
        }
        catch (Exception e)
        {
            if (e is TrainingDivergedException)
            {
                // It would diverge again.
                checkpoints?.Complete();
            }

            checkpoints?.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the checkpoints: all that the estimator learns is learned.</summary>
    public void Complete() => _checkpoints?.Complete();

    /// <summary>Lets other fits use the folder of the checkpoints.</summary>
    public void Dispose() => _checkpoints?.Dispose();

    private static VaeFit Run(
        IHostEnvironment environment,
        VaeOptions options,
        InputNames columns,
        FitInput input,
        VaeAnomalyOptions? detector,
        FitTrace trace,
        CheckpointFolder? checkpoints,
        IChannel channel)
    {
        CheckDevice(MlEnvironment.Gpu(environment), channel);
        TrainedVae? initial = input.InitialModel?.Trained;
        options = ClassColumn.Resolve(options, input.Train.Schema, initial);
        TrainingInput features = FindInput(options, columns, input.Train.Schema, initial);
        if (detector is not null)
        {
            LabelAsFeature.RefuseColumn(features, options.ConditionColumnName);
            CheckContributions(detector, columns.IsTable ? 0 : features.Inputs.Size);
        }

        if (input.Validation is not null)
        {
            options.ValidateWithValidationData();
        }

        int seed = options.Seed ?? MlEnvironment.Seed(environment) ?? checkpoints?.Seed ?? new Random().Next();
        (FitRows read, LabelColumn? label) = FitRows.Read(
            input, features, options, seed, detector is null ? null : () => LabelColumn.Find(input.Train.Schema));
        LabelAsFeature.RefuseSlot(read, label);
        RowMatrix rows = read.Rows;
        TrainingPlan plan = OptionsResolution.Resolve(options, read, seed, initial);
        TrainableRows.Check(read, plan);
        if (read.Stream is { } stream)
        {
            stream.Check(plan);
            channel.Info(Sensitivity, stream.Describe(rows.Rows));
        }

        if (detector is not null)
        {
            CheckContributions(detector, plan.Columns.Count);
            CheckHeldOut(rows.Rows, features.Inputs, plan, detector, channel);
        }

        if (detector is { TrimmedShare: > 0 and var trimmedShare })
        {
            if (read.Stream is not null)
            {
                throw FitRows.TooLarge(options, nameof(VaeAnomalyOptions.TrimmedShare));
            }

            RowSplit split = plan.Split(rows.Rows);
            RowMatrix scored = rows.Leading(plan.Architecture.ScoredSlots);
            plan = plan with { Trimmed = FarRows.Find(scored, split.Training, trimmedShare, plan.Seed) };
            channel.Info(Sensitivity, string.Create(
                CultureInfo.InvariantCulture,
                $"Trimmed {plan.Trimmed.Count} of {split.Training.Length} training rows, those farthest from the others."));
        }

        RowSplit used = plan.Split(rows.Rows);
        read.Weights?.Check(used);
        read.Labels?.Check(used, read.Stream);
        string?[] warnings =
        [
            SingleResolution.Warning(read, used.Training), UnseenCategories.Warning(read, used.Training, initial),
            TrainingCost.Warning(plan, plan.TrainingRows(used)),
        ];
        foreach (string warning in warnings.OfType<string>())
        {
            channel.Warning(Sensitivity, warning);
        }

        ComparedRows.Check(plan, plan.TrainingRows(used));

        input.Planned?.Invoke(plan, read);
        TorchRuntime.EnsureLoaded(message => channel.Info(Sensitivity, message));
        RunCheckpoints? run = checkpoints is null ? null : new RunCheckpoints(checkpoints, RunFacts.Of(plan, rows));
        if (run?.Resumed is { } at)
        {
            channel.Info(Sensitivity, string.Create(
                CultureInfo.InvariantCulture,
                $"Goes on in epoch {at.Epoch}, after {at.Step} steps, from '{options.Checkpoint!.Folder}'."));
        }

        TrainingResult result = VaeTrainer.Train(plan, rows, Report, options.CancellationToken, run);
        channel.Info(Sensitivity, $"{result.Report}");
        if (result.Report.ConstantSlots is { Count: > 0 } constant)
        {
            string where = features.Table is null ? $"Column '{features.Inputs.Name}'" : "The table";
            channel.Warning(
                Sensitivity,
                $"{where} has the same value in every training row in {constant.Count} slots: "
                    + $"{NameList.Of(constant)}. These slots carry no information, and any other value in them will score as "
                    + "anomalous. Consider dropping them.");
        }

        foreach (TrainingFinding finding in result.Report.Diagnosis)
        {
            channel.Warning(Sensitivity, $"{finding}");
        }

        trace.Complete(result.Model, read.Stream?.Rows ?? rows.Rows);
        return new VaeFit(features, rows, result) { _checkpoints = checkpoints };

        void Report(TrainingProgress progress)
        {
            EpochMetrics epoch = progress.Latest;
            trace.Epoch(epoch);
            string heldOut = epoch.Validation is { } validation ? $"; held-out rows: {validation}" : "";
            channel.Info(Sensitivity, string.Create(
                CultureInfo.InvariantCulture, $"Epoch {epoch.Epoch} of {progress.Epochs}: {epoch.Train}{heldOut}"));
            options.Progress?.Report(progress);
        }
    }

    private static void CheckContributions(VaeAnomalyOptions detector, int columns)
    {
        if (detector.FeatureContributionsColumnName is not null)
        {
            RowExplainer.CheckWidth(columns);
        }
    }

    /// <summary>Training runs on the processor, so a graphics card that must be used is refused.</summary>
    private static void CheckDevice((int? Device, bool MayFallBack) gpu, IChannel channel)
    {
        if (gpu.Device is not { } device)
        {
            return;
        }

        string asked = $"MLContext.GpuDeviceId is {OptionRule.Text(device)}, but VaeTransforms trains on the processor.";
        if (!gpu.MayFallBack)
        {
            throw new InvalidOperationException(
                $"{asked} FallbackToCpu is false, so it must not. Set FallbackToCpu to true, or GpuDeviceId to null.");
        }

        channel.Info(Sensitivity, $"{asked} FallbackToCpu is true, so it does.");
    }

    /// <summary>Finds the columns, and checks what can be known before a row is read.</summary>
    private static TrainingInput FindInput(VaeOptions options, InputNames columns, DataViewSchema schema, TrainedVae? initial)
    {
        if (initial is not null)
        {
            WarmStart.Check(options, initial);
            return new ModelInput(schema, columns, initial, options);
        }

        TrainingInput input = TrainingInput.Find(schema, columns.Names, columns.IsTable, options);
        if (!columns.IsTable)
        {
            OptionsResolution.Check(options, input);
        }

        return input;
    }

    /// <summary>Checks before training that there will be enough held-out rows to set a threshold.</summary>
    private static void CheckHeldOut(
        int rows, IRowInputs column, TrainingPlan plan, VaeAnomalyOptions detector, IChannel channel)
    {
        RowSplit split = plan.Split(rows);
        if (split.Validation.Length == 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The threshold for {detector.ThresholdRule} is a quantile of the scores of held-out rows, but "
                + $"Vae.ValidationFraction = {plan.ValidationFraction} of the {rows} rows of column '{column.Name}' holds out no "
                + $"row. Fit on more rows, or raise Vae.ValidationFraction."));
        }

        if (detector.ThresholdRule.Check(HeldOutRows.Count(rows, split, detector.Score)) is { } warning)
        {
            channel.Warning(Sensitivity, warning);
        }
    }
}
