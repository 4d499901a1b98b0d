namespace VaeTransforms;

/// <summary>
/// How the weight of a regularizing term rises in the course of training. A full weight from the first step can collapse latent
/// dimensions before the decoder has learned to use them.
/// </summary>
/// <remarks>Each kind stands in one file, with its factory. Two are equal when their types and numbers are.</remarks>
public abstract partial record KlAnnealing
{
    private protected KlAnnealing()
    {
    }

    /// <summary>The share of the steps after which the weight no longer changes, in [0, 1].</summary>
    internal abstract double End { get; }

    /// <summary>The weight at a step.</summary>
    /// <param name="weight">The full weight.</param>
    /// <param name="step">From 0.</param>
    /// <param name="totalSteps">Of all epochs.</param>
    /// <returns>In [0, <paramref name="weight"/>].</returns>
    internal abstract double At(double weight, long step, long totalSteps);

    /// <summary>The factory and its arguments, as code writes them.</summary>
    public abstract override string ToString();
}
