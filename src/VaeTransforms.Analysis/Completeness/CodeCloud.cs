using System.Numerics.Tensors;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>The normal distribution with the mean and the covariance of some codes.</summary>
/// <remarks>
/// A draw is the mean plus the sum of w_i (code_i - mean) / √n, with w from N(0, I). So a linear map of the codes maps each
/// draw in the same way, which is not true of draws through a root of the covariance matrix. The covariance may be singular.
/// </remarks>
internal sealed class CodeCloud
{
    private readonly float[] _centered;
    private readonly double[] _mean;
    private readonly int _count;

    /// <param name="codes">[n, K].</param>
    /// <param name="dimension">K.</param>
    public CodeCloud(float[] codes, int dimension)
    {
        _count = codes.Length / dimension;
        _mean = new double[dimension];
        for (int i = 0; i < codes.Length; i++)
        {
            _mean[i % dimension] += codes[i] / (double)_count;
        }

        // [K, n], so that one coordinate of all codes is one vector.
        _centered = new float[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            _centered[(i % dimension * _count) + (i / dimension)] = (float)(codes[i] - _mean[i % dimension]);
        }
    }

    /// <summary>The mean of the codes, [K].</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The covariance of the codes, [K][K], with divisor n.</summary>
    public double[][] Covariance() => [.. Enumerable.Range(0, _mean.Length).Select(i => Enumerable.Range(0, _mean.Length)
        .Select(j => TensorPrimitives.Dot(Coordinate(i), Coordinate(j)) / (double)_count)
        .ToArray())];

    /// <summary>Draws from the distribution.</summary>
    /// <param name="random">Advanced.</param>
    /// <param name="count">The number of draws.</param>
    /// <returns>[count, K].</returns>
    public float[] Draw(Random random, int count)
    {
        float[] draws = Offsets(random, count);
        for (int i = 0; i < draws.Length; i++)
        {
            draws[i] += (float)_mean[i % _mean.Length];
        }

        return draws;
    }

    /// <summary>Draws from the distribution with its mean moved to 0.</summary>
    /// <inheritdoc cref="Draw"/>
    public float[] Offsets(Random random, int count)
    {
        int dimension = _mean.Length;
        var offsets = new float[count * dimension];

        // A generator for each draw, so that the draws do not depend on the number of threads.
        int[] seeds = [.. Enumerable.Range(0, count).Select(_ => random.Next())];
        Parallel.For(
            0,
            count,
            () => new float[_count],
            (draw, _, weights) =>
            {
                StandardNormal.Fill(new Random(seeds[draw]), weights);
                for (int j = 0; j < dimension; j++)
                {
                    offsets[(draw * dimension) + j] = TensorPrimitives.Dot(weights, Coordinate(j)) / MathF.Sqrt(_count);
                }

                return weights;
            },
            _ => { });
        return offsets;
    }

    private ReadOnlySpan<float> Coordinate(int j) => _centered.AsSpan(j * _count, _count);
}
