namespace VaeTransforms;

/// <summary>How Adam's step size changes in the course of training, relative to <see cref="VaeOptions.LearningRate"/>.</summary>
/// <remarks>Each kind stands in one file, with its factory. Two are equal when their types and numbers are.</remarks>
public abstract partial record LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The step size of a step.</summary>
    /// <param name="peak">The maximum step size.</param>
    /// <param name="step">From 0.</param>
    /// <param name="totalSteps">Of all epochs.</param>
    /// <param name="stepsPerEpoch">From 1.</param>
    /// <returns>Above 0, at most <paramref name="peak"/>.</returns>
    internal abstract double At(double peak, long step, long totalSteps, int stepsPerEpoch);

    /// <summary>What contradicts a number of epochs that is set; null for nothing. Default: null.</summary>
    internal virtual string? ConflictWith(int? epochs) => null;

    /// <summary>The factory and its arguments, as code writes them.</summary>
    public abstract override string ToString();
}
