using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Entropy and mutual information of discrete variables, estimated from a sample.</summary>
/// <remarks>
/// Counts alone see information where there is chance: of n rows in r × c cells, about (r - 1)(c - 1) / 2n nats. So entropies
/// have Miller's correction, (non-empty cells - 1) / 2n; information between independent variables is then about 0, and between a
/// variable and itself exactly its entropy. Miller 1955, 'Note on the bias of information estimates'.
/// </remarks>
internal static class DiscreteInformation
{
    /// <summary>H of a variable.</summary>
    /// <param name="values">[n] from 0, n from 1.</param>
    /// <returns>Nats.</returns>
    public static double Entropy(ReadOnlySpan<int> values)
    {
        int highest = 0;
        foreach (int value in values)
        {
            highest = Math.Max(highest, value);
        }

        var counts = new int[highest + 1];
        foreach (int value in values)
        {
            counts[value]++;
        }

        return Entropy(counts, values.Length);
    }

    /// <summary>I of two variables: H(first) + H(second) - H(both).</summary>
    /// <param name="first">[n] from 0.</param>
    /// <param name="second">[n] from 0.</param>
    /// <returns>Nats; 0 where the estimate falls below it.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Mutual(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        SameLength.Require(first.Length, second.Length, "values of one variable", "of the other");
        int width = 0;
        foreach (int value in second)
        {
            width = Math.Max(width, value + 1);
        }

        var both = new int[first.Length];
        for (int i = 0; i < both.Length; i++)
        {
            both[i] = (first[i] * width) + second[i];
        }

        return Math.Max(0, Entropy(first) + Entropy(second) - Entropy(both));
    }

    private static double Entropy(int[] counts, int n)
    {
        double sum = 0;
        int nonEmpty = 0;
        foreach (int count in counts)
        {
            if (count > 0)
            {
                nonEmpty++;
                double share = (double)count / n;
                sum -= share * Math.Log(share);
            }
        }

        return sum + ((nonEmpty - 1) / (2.0 * n));
    }
}
