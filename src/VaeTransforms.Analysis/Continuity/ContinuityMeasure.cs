using System.Numerics.Tensors;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="LatentContinuity"/>, which documents the definitions and their reasons.</summary>
internal sealed class ContinuityMeasure
{
    /// <summary>
    /// r, the correlation of the two ends of a step. The step's length is √(2 (1 - r)) = 0.1 standard deviations in each
    /// direction.
    /// </summary>
    public const double StepCorrelation = 0.995;

    private const int Steps = 4096;

    // Limits the decodings in memory at a time.
    private const int BatchRows = 512;

    private readonly LatentDecoder _decode;
    private readonly float[] _rows;
    private readonly float[] _means;
    private readonly int _count;
    private readonly int _dimension;
    private readonly int _width;
    private readonly CodeCloud _cloud;
    private readonly Random _random;

    /// <param name="decode">The decoder.</param>
    /// <param name="rows">[n, D], normalized, without conditions.</param>
    /// <param name="means">[n, K], the posterior means of the rows.</param>
    /// <param name="cloud">The distribution of the codes.</param>
    /// <param name="seed">The seed of all draws.</param>
    public ContinuityMeasure(LatentDecoder decode, float[] rows, float[] means, CodeCloud cloud, int seed)
    {
        _decode = decode;
        _rows = rows;
        _means = means;
        _dimension = cloud.Mean.Count;
        _count = means.Length / _dimension;
        _width = rows.Length / _count;
        _cloud = cloud;
        _random = new Random(seed);
    }

    /// <summary>Computes all figures.</summary>
    /// <param name="paths">The number of paths between two rows, from 1.</param>
    /// <param name="pathSteps">The number of steps on a path, from 2.</param>
    public LatentContinuity Measure(int paths, int pathSteps)
    {
        double smoothness = Smoothness();
        (double neighborSmoothness, double response) = AtCodes();
        (double evenness, double straightness) = Paths(paths, pathSteps);
        return new LatentContinuity
        {
            Smoothness = smoothness,
            Response = response,
            NeighborSmoothness = neighborSmoothness,
            PathEvenness = evenness,
            PathStraightness = straightness,
        };
    }

    private double Smoothness()
    {
        float[] from = _cloud.Draw(_random, Steps);
        float[] offsets = _cloud.Offsets(_random, Steps);
        double perpendicular = Math.Sqrt(1 - (StepCorrelation * StepCorrelation));
        var to = new float[from.Length];
        for (int i = 0; i < to.Length; i++)
        {
            double mean = _cloud.Mean[i % _dimension];
            to[i] = (float)(mean + (StepCorrelation * (from[i] - mean)) + (perpendicular * offsets[i]));
        }

        var spread = new TotalVariance(_width);
        double change = 0;
        ForBatches(from, to, (first, second) =>
        {
            spread.Add(first);
            spread.Add(second);
            change += SquaredChange(first, second);
        });
        return Ratio(spread.Value, change / Steps);
    }

    private (double NeighborSmoothness, double Response) AtCodes()
    {
        float[] toward = StepsTowardNeighbors();
        var spread = new TotalVariance(_width);
        double change = 0;
        ForBatches(_means, toward, (first, second) =>
        {
            spread.Add(first);
            change += SquaredChange(first, second);
        });

        var data = new TotalVariance(_width);
        data.Add(_rows);
        double response = spread.Value > 0 ? Math.Min(1, spread.Value / data.Value) : 0;
        return (Ratio(spread.Value, change / _count), response);
    }

    /// <summary>A step from each code toward its nearest other code, as long as the average random step.</summary>
    /// <returns>[n, K], the ends of the steps.</returns>
    private float[] StepsTowardNeighbors()
    {
        var spectrum = new CorrelationSpectrum(_cloud.Covariance());
        var whitened = new float[_means.Length];
        var code = new double[_dimension];
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0; j < _dimension; j++)
            {
                code[j] = _means[(i * _dimension) + j] - _cloud.Mean[j];
            }

            spectrum.Whiten(code, whitened.AsSpan(i * _dimension, _dimension));
        }

        double length = Math.Sqrt(2 * (1 - StepCorrelation) * spectrum.Rank);
        var to = new float[_means.Length];
        SquaredDistances.Each(whitened, whitened, _dimension, (row, distances) =>
        {
            // Equal rows have equal codes, which give no direction.
            int nearest = -1;
            for (int other = 0; other < distances.Length; other++)
            {
                if (distances[other] > 0 && (nearest < 0 || distances[other] < distances[nearest]))
                {
                    nearest = other;
                }
            }

            float share = nearest < 0 ? 0 : (float)(length / Math.Sqrt(distances[nearest]));
            for (int j = 0; j < _dimension; j++)
            {
                float start = _means[(row * _dimension) + j];
                to[(row * _dimension) + j] = nearest < 0 ? start : start + (share * (_means[(nearest * _dimension) + j] - start));
            }
        });
        return to;
    }

    private (double Evenness, double Straightness) Paths(int paths, int steps)
    {
        double evenness = 0;
        double straightness = 0;
        for (int path = 0; path < paths; path++)
        {
            int from = _random.Next(_count);
            int to = (from + 1 + _random.Next(_count - 1)) % _count;
            float[] decoded = _decode(Line(from, to, steps), [.. Enumerable.Repeat(from, steps + 1)]);
            double length = 0;
            double largest = 0;
            for (int step = 0; step < steps; step++)
            {
                double change = TensorPrimitives.Distance<float>(
                    decoded.AsSpan(step * _width, _width), decoded.AsSpan((step + 1) * _width, _width));
                length += change;
                largest = Math.Max(largest, change);
            }

            double direct = TensorPrimitives.Distance<float>(decoded.AsSpan(0, _width), decoded.AsSpan(steps * _width, _width));
            evenness += largest > 0 ? length / steps / largest : 0;
            straightness += length > 0 ? Math.Min(1, direct / length) : 0;
        }

        return (evenness / paths, straightness / paths);
    }

    private float[] Line(int from, int to, int steps)
    {
        var points = new float[(steps + 1) * _dimension];
        for (int i = 0; i < points.Length; i++)
        {
            float t = (float)(i / _dimension) / steps;
            int j = i % _dimension;
            points[i] = ((1 - t) * _means[(from * _dimension) + j]) + (t * _means[(to * _dimension) + j]);
        }

        return points;
    }

    /// <summary>The mean squared change of a linear decoder, divided by the change found; at most 1.</summary>
    private static double Ratio(double variance, double meanSquaredChange) =>
        variance > 0 && meanSquaredChange > 0 ? Math.Min(1, 2 * (1 - StepCorrelation) * variance / meanSquaredChange) : 0;

    /// <summary>Decodes the ends of steps. Each step is under the condition of one row.</summary>
    private void ForBatches(float[] from, float[] to, Action<float[], float[]> read)
    {
        for (int start = 0; start < from.Length; start += BatchRows * _dimension)
        {
            int end = Math.Min(from.Length, start + (BatchRows * _dimension));
            int[] rows = [.. Enumerable.Range(start / _dimension, (end - start) / _dimension).Select(point => point % _count)];
            read(_decode(from[start..end], rows), _decode(to[start..end], rows));
        }
    }

    /// <summary>The squared distance of two batches, summed over rows.</summary>
    private double SquaredChange(float[] first, float[] second)
    {
        // One row at a time, since a float would lose digits in the sum over a batch.
        double sum = 0;
        for (int start = 0; start < first.Length; start += _width)
        {
            double distance = TensorPrimitives.Distance<float>(first.AsSpan(start, _width), second.AsSpan(start, _width));
            sum += distance * distance;
        }

        return sum;
    }
}
