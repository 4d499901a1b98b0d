using MathNet.Numerics.Distributions;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Entropy and mutual information of discrete variables, estimated from a sample.</summary>
/// <remarks>
/// The counts alone overestimate information: of n rows in r × c cells by about (r - 1)(c - 1) / 2n nats. Therefore entropies
/// have Miller's correction, (non-empty cells - 1) / 2n. The information between independent variables is then about 0, and the
/// information of a variable about itself is exactly its entropy. Miller 1955, 'Note on the bias of information estimates'.
/// </remarks>
internal static class DiscreteInformation
{
    /// <summary>The entropy H of a variable.</summary>
    /// <param name="values">[n] from 0, n from 1.</param>
    /// <returns>Nats.</returns>
    public static double Entropy(int[] values)
    {
        var counts = new double[values.Max() + 1];
        foreach (int value in values)
        {
            counts[value]++;
        }

        // MathNet returns NaN if a category is empty.
        double[] cells = Array.FindAll(counts, count => count > 0);
        return new Categorical(cells).Entropy + ((cells.Length - 1) / (2.0 * values.Length));
    }

    /// <summary>The mutual information I of two variables: H(first) + H(second) - H(both).</summary>
    /// <param name="first">[n] from 0.</param>
    /// <param name="second">[n] from 0.</param>
    /// <returns>Nats; 0 if the estimate is negative.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Mutual(int[] first, int[] second)
    {
        SameLength.Require(first.Length, second.Length, "values of one variable", "of the other");
        int width = second.Max() + 1;
        int[] both = [.. first.Zip(second, (a, b) => (a * width) + b)];
        return Math.Max(0, Entropy(first) + Entropy(second) - Entropy(both));
    }
}
