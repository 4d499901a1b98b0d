using System.Runtime.InteropServices;

namespace VaeTransforms.Analysis;

/// <summary>The total variation distance of two samples of discrete values.</summary>
internal static class TotalVariation
{
    /// <summary>Half the sum over values of the absolute difference of their shares.</summary>
    /// <param name="first">[n], n from 1.</param>
    /// <param name="second">[m], m from 1.</param>
    /// <returns>In [0, 1]; 0 for equal shares, 1 if no value is in both.</returns>
    public static double Distance(IEnumerable<long> first, IEnumerable<long> second)
    {
        var counts = new Dictionary<long, (int First, int Second)>();
        (int n, int m) = (0, 0);
        foreach (long value in first)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _).First++;
            n++;
        }

        foreach (long value in second)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _).Second++;
            m++;
        }

        return counts.Values.Sum(count => Math.Abs(((double)count.First / n) - ((double)count.Second / m))) / 2;
    }
}
