using Microsoft.ML.Runtime;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Fitting;

/// <summary>Where training runs: on the processor.</summary>
internal static class TrainingDevice
{
    /// <summary>Tells of a graphics card that the context asks for, or refuses it.</summary>
    /// <exception cref="InvalidOperationException">The card must be used.</exception>
    public static void Check(IHostEnvironment environment, FitLog log)
    {
        (int? asked, bool mayFallBack) = MlEnvironment.Gpu(environment);
        if (asked is not { } device)
        {
            return;
        }

        string what = $"MLContext.GpuDeviceId is {OptionRule.Text(device)}, but VaeTransforms trains on the processor.";
        if (!mayFallBack)
        {
            throw new InvalidOperationException(
                $"{what} FallbackToCpu is false, so it must not. Set FallbackToCpu to true, or GpuDeviceId to null.");
        }

        log.Info($"{what} FallbackToCpu is true, so it does.");
    }
}
