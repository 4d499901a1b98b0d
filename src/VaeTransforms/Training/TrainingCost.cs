using System.Globalization;

namespace VaeTransforms.Training;

/// <summary>Estimates how long a fit takes, from the size of the network and the number of steps.</summary>
internal static class TrainingCost
{
    // Two cores of a server: matrix products, and weights that the optimizer updates. Within a factor of three elsewhere.
    private const double ProductsPerSecond = 3e10;
    private const double UpdatesPerSecond = 1.5e8;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    /// <summary>A warning for a fit that takes long; null for any other.</summary>
    /// <param name="plan">Of the fit.</param>
    /// <param name="trainingRows">The rows trained on.</param>
    public static string? Warning(TrainingPlan plan, long trainingRows)
    {
        TimeSpan time = Estimate(plan.Architecture.WeightCount, trainingRows, plan.BatchSize, plan.Epochs);
        return time < Long ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Training may take about {time.TotalMinutes:N0} minutes on two cores: the network on "
                + $"{plan.Architecture.InputSize:N0} slots has {plan.Architecture.WeightCount:N0} weights, for {trainingRows:N0} "
                + $"rows and at most {plan.Epochs:N0} epochs. Use fewer slots (for example fewer words or hash bits), "
                + $"fewer Epochs, or smaller HiddenLayers.");
    }

    /// <summary>The time of all epochs, without early stopping.</summary>
    public static TimeSpan Estimate(long weights, long rows, int batchSize, int epochs)
    {
        // A weight takes part in three products for each row: forward, and the gradients of its input and of itself.
        double steps = Math.Ceiling((double)rows / batchSize);
        double seconds = epochs * weights * ((3.0 * rows / ProductsPerSecond) + (steps / UpdatesPerSecond));
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
    }
}
