using System.Numerics.Tensors;

namespace VaeTransforms.Numerics;

/// <summary>The median of a mixture of distributions over levels.</summary>
internal static class MixtureMedian
{
    /// <summary>The lowest level that at least half of the mixture does not exceed.</summary>
    /// <param name="levels">From the lowest to the highest; at least one.</param>
    /// <param name="parameters">Of each distribution.</param>
    /// <param name="shares">The weight of each distribution; they add up to 1.</param>
    /// <param name="probabilities">Writes the probability of each level, given the parameters of a distribution.</param>
    public static double Of(
        double[] levels, double[][] parameters, double[] shares, Action<double[], double[]> probabilities)
    {
        var mixed = new double[levels.Length];
        var own = new double[levels.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            probabilities(parameters[i], own);
            TensorPrimitives.MultiplyAdd(own, shares[i], mixed, mixed);
        }

        int level = 0;
        for (double upTo = mixed[0]; upTo < 0.5 && level < levels.Length - 1; upTo += mixed[level])
        {
            level++;
        }

        return levels[level];
    }
}
