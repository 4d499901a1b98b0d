using System.Numerics.Tensors;
using MathNet.Numerics.Statistics;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="PriorDiscrepancy"/>.</summary>
internal static class PriorDiscrepancyTest
{
    /// <summary>The number of samples from the prior that the codes are compared with.</summary>
    public const int NullDraws = 199;

    /// <summary>Compares codes with as many points from the prior, <see cref="NullDraws"/> times.</summary>
    /// <param name="codes">[n, K], one draw from the posterior of each of n rows, n from 2.</param>
    /// <param name="dimension">K.</param>
    /// <param name="random">Advanced.</param>
    public static PriorDiscrepancy Run(float[] codes, int dimension, Random random)
    {
        double value = SquaredMmd(codes, dimension);
        var draws = new float[codes.Length];
        var underPrior = new double[NullDraws];
        for (int draw = 0; draw < NullDraws; draw++)
        {
            StandardNormal.Fill(random, draws);
            underPrior[draw] = SquaredMmd(draws, dimension);
        }

        return new PriorDiscrepancy(
            value,
            underPrior.Median(),
            underPrior.QuantileCustom(0.95, QuantileDefinition.R7),
            (1.0 + underPrior.Count(other => other >= value)) / (1 + NullDraws));
    }

    /// <summary>The unbiased estimate of MMD² between N(0, I) and the distribution of some points.</summary>
    /// <param name="points">[n, K], n from 2.</param>
    /// <param name="dimension">K.</param>
    public static double SquaredMmd(float[] points, int dimension)
    {
        // The kernel is exp(-|a - b|² / (2 s)). Its mean over b from N(0, I) is
        // (s / (s + 1))^(K/2) exp(-|a|² / (2 (s + 1))), and its mean over a and b is (s / (s + 2))^(K/2).
        double s = dimension;
        int count = points.Length / dimension;
        var between = new double[count];
        SquaredDistances.Each(points, points, dimension, (row, distances) =>
        {
            TensorPrimitives.Multiply(distances, (float)(-1 / (2 * s)), distances);
            TensorPrimitives.Exp(distances, distances);
            between[row] = TensorPrimitives.Sum<float>(distances) - 1;
        });

        double withPrior = 0;
        for (int i = 0; i < count; i++)
        {
            double square = TensorPrimitives.SumOfSquares<float>(points.AsSpan(i * dimension, dimension));
            withPrior += Math.Exp(-square / (2 * (s + 1)));
        }

        return (between.Sum() / count / (count - 1))
            - (2 * Math.Pow(s / (s + 1), s / 2) * withPrior / count)
            + Math.Pow(s / (s + 2), s / 2);
    }
}
