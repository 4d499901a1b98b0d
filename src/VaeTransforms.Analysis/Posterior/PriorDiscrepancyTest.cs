using System.Numerics;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="PriorDiscrepancy"/>.</summary>
internal static class PriorDiscrepancyTest
{
    /// <summary>Draws from the prior that the codes are compared with.</summary>
    public const int NullDraws = 199;

    /// <param name="codes">[n, K] draws from the posteriors of n rows, n from 2.</param>
    /// <param name="dimension">K.</param>
    /// <param name="random">Is advanced.</param>
    public static PriorDiscrepancy Run(float[] codes, int dimension, Random random)
    {
        double value = SquaredMmd(codes, dimension);
        var draws = new float[codes.Length];
        var underPrior = new float[NullDraws];
        for (int draw = 0; draw < NullDraws; draw++)
        {
            StandardNormal.Fill(random, draws);
            underPrior[draw] = (float)SquaredMmd(draws, dimension);
        }

        return new PriorDiscrepancy(
            value,
            SampleQuantile.At(underPrior, 0.5),
            SampleQuantile.At(underPrior, 0.95),
            (1.0 + underPrior.Count(other => other >= value)) / (1 + NullDraws));
    }

    /// <summary>The unbiased estimate of MMD² between the distribution that points were drawn from and N(0, I).</summary>
    /// <param name="points">[n, K], n from 2.</param>
    /// <param name="dimension">K.</param>
    public static double SquaredMmd(float[] points, int dimension)
    {
        // With kernel exp(-|a - b|² / (2 s)), the mean over b from N(0, I) is (s / (s + 1))^(K/2) exp(-|a|² / (2 (s + 1))), and over
        // a as well (s / (s + 2))^(K/2).
        double s = dimension;
        int count = points.Length / dimension;
        var between = new double[count];
        SquaredDistances.Each(points, points, dimension, (row, distances) => between[row] = KernelSum(distances, (float)s) - 1);

        double withPrior = 0;
        for (int i = 0; i < count; i++)
        {
            double square = 0;
            for (int j = 0; j < dimension; j++)
            {
                double coordinate = points[(i * dimension) + j];
                square += coordinate * coordinate;
            }

            withPrior += Math.Exp(-square / (2 * (s + 1)));
        }

        return (between.Sum() / count / (count - 1))
            - (2 * Math.Pow(s / (s + 1), s / 2) * withPrior / count)
            + Math.Pow(s / (s + 2), s / 2);
    }

    private static double KernelSum(ReadOnlySpan<float> squaredDistances, float s)
    {
        Vector<float> scale = new(-1 / (2 * s));
        Vector<float> sums = default;
        int k = 0;
        for (; k <= squaredDistances.Length - Vector<float>.Count; k += Vector<float>.Count)
        {
            sums += Vector.Exp(new Vector<float>(squaredDistances[k..]) * scale);
        }

        double sum = Vector.Sum(sums);
        for (; k < squaredDistances.Length; k++)
        {
            sum += Math.Exp(-squaredDistances[k] / (2 * s));
        }

        return sum;
    }
}
