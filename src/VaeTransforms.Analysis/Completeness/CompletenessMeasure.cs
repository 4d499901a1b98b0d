using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="ManifoldOverlap"/>, which documents the definitions and their reasons.</summary>
internal sealed class CompletenessMeasure
{
    private readonly float[] _rows;
    private readonly int _width;
    private readonly int _neighbors;
    private readonly float[] _radii;

    /// <param name="rows">[n, D], normalized, n above <paramref name="neighbors"/>.</param>
    /// <param name="width">D.</param>
    /// <param name="neighbors">k, from 1.</param>
    public CompletenessMeasure(float[] rows, int width, int neighbors)
    {
        _rows = rows;
        _width = width;
        _neighbors = neighbors;
        _radii = Radii(rows);
    }

    /// <summary>Compares decodings with the rows.</summary>
    /// <param name="decodings">[m, D], m above k.</param>
    /// <param name="ofRows">
    /// Whether decoding i is the decoding of row i, so that m = n. Decoding i is then not compared with row i, which would be
    /// near it in any latent space.
    /// </param>
    public ManifoldOverlap Compare(float[] decodings, bool ofRows = false)
    {
        float[] radii = Radii(decodings);
        var precise = new bool[radii.Length];
        var covered = new bool[_radii.Length];
        var recalled = new bool[_radii.Length];
        SquaredDistances.Each(decodings, _rows, _width, (decoding, distances) =>
        {
            if (ofRows)
            {
                distances[decoding] = float.PositiveInfinity;
            }

            for (int row = 0; row < distances.Length; row++)
            {
                // Several threads may write the same element, but all write true.
                if (distances[row] <= _radii[row])
                {
                    precise[decoding] = true;
                    covered[row] = true;
                }

                if (distances[row] <= radii[decoding])
                {
                    recalled[row] = true;
                }
            }
        });
        return new ManifoldOverlap(Share(precise), Share(covered), Share(recalled));
    }

    /// <summary>The squared distance of each point to its k-th nearest other point, [n].</summary>
    private float[] Radii(float[] points)
    {
        var radii = new float[points.Length / _width];
        SquaredDistances.Each(points, points, _width, (point, distances) =>
        {
            distances[point] = float.PositiveInfinity;
            radii[point] = Smallest(distances, _neighbors);
        });
        return radii;
    }

    /// <summary>The k-th smallest value.</summary>
    /// <remarks>
    /// One pass: MathNet's OrderStatisticInplace is slower, since k is small and most values are compared once.
    /// </remarks>
    private static float Smallest(ReadOnlySpan<float> values, int k)
    {
        Span<float> smallest = k <= 256 ? stackalloc float[k] : new float[k];
        smallest.Fill(float.PositiveInfinity);
        foreach (float value in values)
        {
            if (value < smallest[^1])
            {
                int place = k - 1;
                for (; place > 0 && smallest[place - 1] > value; place--)
                {
                    smallest[place] = smallest[place - 1];
                }

                smallest[place] = value;
            }
        }

        return smallest[^1];
    }

    private static double Share(bool[] which) => which.Count(isSo => isSo) / (double)which.Length;
}
