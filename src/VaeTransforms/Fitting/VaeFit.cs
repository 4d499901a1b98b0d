using Microsoft.ML.Runtime;
using VaeTransforms.Numerics;
using VaeTransforms.Reading;
using VaeTransforms.Training;

namespace VaeTransforms.Fitting;

/// <summary>The result of fitting, from which the estimators make their transformers.</summary>
/// <param name="Input">The input columns.</param>
/// <param name="Rows">Their values, held-out rows included.</param>
/// <param name="Training">The model, its report, and the indices of the held-out rows.</param>
internal sealed record VaeFit(TrainingInput Input, RowMatrix Rows, TrainingResult Training) : IDisposable
{
    private CheckpointFolder? _checkpoints;

    /// <summary>Reads a column and trains on it. All estimators call this in Fit.</summary>
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
        var log = new FitLog(channel);
        CheckpointFolder? checkpoints =
            options.Checkpoint is { } checkpoint ? CheckpointFolder.Open(checkpoint, log.Warning) : null;
        try
        {
            TrainingDevice.Check(environment, log);
            var run = new FitRun(environment, options, columns, input, detector, log);
            return run.Run(checkpoints, trace) with { _checkpoints = checkpoints };
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
}
