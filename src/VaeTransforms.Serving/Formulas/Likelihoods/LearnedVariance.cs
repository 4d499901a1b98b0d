namespace VaeTransforms;

/// <summary>The learned log-variance of each slot that several likelihoods have.</summary>
internal static class LearnedVariance
{
    /// <summary>The array's name.</summary>
    public const string Name = "log_variance";

    // Without a floor, the density of a feature that is constant or copied exactly would grow without bound. No useful variance
    // lies above the ceiling.
    public const double Min = -6;
    public const double Max = 6;

    /// <summary>[D], starts at 0: the variance of a standardized feature.</summary>
    /// <param name="slots">D.</param>
    public static WeightShape Shape(int slots) => new(Name, slots) { Min = Min, Max = Max };

    /// <summary>exp(log_variance / 2), [D].</summary>
    public static T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) =>
        ops.Exp(ops.Multiply(ops.Number(0.5), weights[Name]));

    /// <summary>The decoder's output plus noise with the learned variance, [D].</summary>
    /// <param name="output">[D].</param>
    /// <param name="weights">The learned arrays: a variance for each slot, or one for all.</param>
    /// <param name="noise">A draw of mean 0 and variance 1.</param>
    public static double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Func<double> noise)
    {
        double[] logVariances = weights[Name];
        return [.. output.Select((mean, slot) => mean + (Math.Exp(0.5 * logVariances[slot % logVariances.Length]) * noise()))];
    }
}
