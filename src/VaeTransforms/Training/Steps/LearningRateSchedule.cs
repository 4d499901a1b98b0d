namespace VaeTransforms.Training;

/// <summary>
/// Adam's step size: a short linear rise, then half a cosine down to almost 0, so that the weights settle.
/// </summary>
internal sealed class LearningRateSchedule(double peak, long totalSteps)
{
    // Adam's second moments are rough estimates in the first steps, so these steps are small.
    private const double WarmupFraction = 0.05;
    private const double FinalFraction = 0.01;

    private readonly double _warmupSteps = Math.Max(1, WarmupFraction * totalSteps);

    /// <summary>The step size of a step, counted from 0.</summary>
    public double At(long step)
    {
        if (step < _warmupSteps)
        {
            return peak * (step + 1) / (_warmupSteps + 1);
        }

        double progress = (step - _warmupSteps) / Math.Max(1, totalSteps - _warmupSteps);
        return peak * (FinalFraction + (1 - FinalFraction) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress))));
    }
}
