using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>
/// Creates latent points to decode: on lines and arcs, along one dimension, on a grid, or drawn from the prior.
/// </summary>
/// <remarks>
/// The result is [n], each [K], the input of <see cref="VaeModel.Decode(IReadOnlyList{float[]})"/>. Every call returns new
/// arrays. No call needs a model.
/// </remarks>
public static class LatentPoints
{
    /// <summary>Points at equal distances on the straight line between two points, including both ends.</summary>
    /// <param name="from">The first point, [K], such as <see cref="VaeModel.Encode(float[])"/> of a row.</param>
    /// <param name="to">The last point, [K].</param>
    /// <param name="steps">The number of points, from 2.</param>
    /// <returns>[steps], each [K]: (1 - t) from + t to, for t = 0, 1 / (steps - 1), …, 1.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a value is not finite, or there are fewer than 2 steps.
    /// </exception>
    /// <remarks>
    /// Between two typical codes, a line passes closer to the origin than both. In many dimensions the prior has little mass
    /// there. <see cref="Arc"/> stays at the distance of the ends.
    /// </remarks>
    public static float[][] Line(float[] from, float[] to, int steps)
    {
        CheckEnds(from, to, steps);
        return Path(steps, t => from.Zip(to, (a, b) => ((1 - t) * a) + (t * b)));
    }

    /// <summary>
    /// Points on the arc around the origin between two points, including both ends. The direction turns by equal angles, and the
    /// distance from the origin changes linearly.
    /// </summary>
    /// <param name="from">The first point, [K].</param>
    /// <param name="to">The last point, [K].</param>
    /// <param name="steps">The number of points, from 2.</param>
    /// <returns>
    /// [steps], each [K]: ((1 - t) |from| + t |to|) (sin((1 - t) Ω) u + sin(t Ω) v) / sin Ω, where u and v are the directions of
    /// the ends, and Ω is the angle between them. If both ends have the same direction, or one is the origin, the arc is the line
    /// between them. If the ends are opposite, every half circle is equally short. The result is then the half circle through the
    /// positive side of the axis that is farthest from their line, or of the first such axis.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a value is not finite, there are fewer than 2 steps, or the ends are opposite and K is 1, so that
    /// there is no way around the origin.
    /// </exception>
    /// <remarks>
    /// Shoemake 1985, 'Animating rotation with quaternion curves'; for generative models White 2016, 'Sampling generative
    /// networks'. They apply the weights to the ends. Here the weights apply to the directions, so that ends of different norm
    /// give no bulge.
    /// </remarks>
    public static float[][] Arc(float[] from, float[] to, int steps)
    {
        CheckEnds(from, to, steps);
        double fromNorm = Norm(from);
        double toNorm = Norm(to);
        if (fromNorm == 0 || toNorm == 0)
        {
            return Line(from, to, steps);
        }

        double[] u = [.. from.Select(value => value / fromNorm)];
        double[] v = [.. to.Select(value => value / toNorm)];

        // The arc cosine of the dot product would lose half the digits of a small angle.
        double angle = 2 * Math.Atan2(Norm(u.Zip(v, (a, b) => a - b)), Norm(u.Zip(v, (a, b) => a + b)));

        // In single precision, directions are equal or opposite only up to rounding.
        const double Rounding = 1e-6;
        if (angle < Rounding)
        {
            return Line(from, to, steps);
        }

        double[] across = angle > Math.PI - Rounding ? AxisAcross(u) : Across(u, v);
        float[][] points = Path(steps, t =>
        {
            double norm = ((1 - t) * fromNorm) + (t * toNorm);
            (double sin, double cos) = Math.SinCos(t * angle);
            return u.Zip(across, (along, aside) => (float)(norm * ((cos * along) + (sin * aside))));
        });

        points[0] = [.. from];
        points[^1] = [.. to];
        return points;
    }

    /// <summary>
    /// Points that differ in one dimension, including both ends. Decode them to see the effect of that dimension.
    /// </summary>
    /// <param name="center">The values of the other dimensions, [K], such as the origin or the code of a row.</param>
    /// <param name="dimension">The dimension to change, from 0 to K - 1.</param>
    /// <param name="low">The value in the first point. For a prior N(0, 1), -2 is the 2nd percentile.</param>
    /// <param name="high">The value in the last point.</param>
    /// <param name="steps">The number of points, from 2.</param>
    /// <returns>[steps], each [K], at equal distances.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such dimension, a value is not finite, or there are fewer than 2 steps.
    /// </exception>
    public static float[][] Traversal(float[] center, int dimension, float low, float high, int steps)
    {
        CheckFinite(center, nameof(center));
        CheckDimension(dimension, center.Length, nameof(dimension));
        return Line(With(low, nameof(low)), With(high, nameof(high)), steps);

        float[] With(float value, string name)
        {
            CheckFinite([value], name);
            float[] point = [.. center];
            point[dimension] = value;
            return point;
        }
    }

    /// <summary>
    /// A square grid in the plane of two dimensions, at quantiles of the prior, so that each point represents the same share of
    /// its probability.
    /// </summary>
    /// <param name="side">The number of points along each axis, from 1.</param>
    /// <param name="latentDimension">K, from 2.</param>
    /// <param name="x">The dimension that increases from left to right. Default: 0.</param>
    /// <param name="y">The dimension that increases from bottom to top. Default: 1.</param>
    /// <returns>
    /// [side · side], each [K], row by row from the top left. The coordinates on both axes are the quantiles (i + 1/2) / side of
    /// N(0, 1). The other dimensions are 0, the mean of the prior.
    /// </returns>
    /// <exception cref="ArgumentException">side is below 1, K below 2, or x and y are not two of the K dimensions.</exception>
    /// <remarks>Kingma and Welling 2014, appendix A, figure 4.</remarks>
    public static float[][] Grid(int side, int latentDimension, int x = 0, int y = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (latentDimension < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(latentDimension), latentDimension, "A grid needs at least 2 latent dimensions. Use Traversal for 1.");
        }

        CheckDimension(x, latentDimension, nameof(x));
        CheckDimension(y, latentDimension, nameof(y));
        if (x == y)
        {
            throw new ArgumentException($"A grid needs two different dimensions, but x and y are both {x}.", nameof(y));
        }

        float[] quantiles = [.. Enumerable.Range(0, side).Select(i => (float)StandardNormal.Quantile((i + 0.5) / side))];
        var points = new float[side * side][];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = new float[latentDimension];
            points[i][x] = quantiles[i % side];
            points[i][y] = quantiles[side - 1 - (i / side)];
        }

        return points;
    }

    /// <summary>
    /// Points drawn from N(0, I), the default prior. <see cref="VaeModel.Sample(int, int, bool)"/> draws from the model's own.
    /// </summary>
    /// <param name="count">The number of points, from 0.</param>
    /// <param name="latentDimension">K, from 1.</param>
    /// <param name="seed">The seed. The same seed gives the same points, and a larger count keeps the first ones.</param>
    /// <returns>[count], each [K].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or K is below 1.</exception>
    public static float[][] Prior(int count, int latentDimension, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(latentDimension, 1);
        var random = new Random(seed);
        var points = new float[count][];
        for (int i = 0; i < count; i++)
        {
            points[i] = new float[latentDimension];
            StandardNormal.Fill(random, points[i]);
        }

        return points;
    }

    private static float[][] Path(int steps, Func<float, IEnumerable<float>> at) =>
        [.. Enumerable.Range(0, steps).Select(step => at((float)step / (steps - 1)).ToArray())];

    /// <summary>
    /// The unit vector in the plane of two directions that is orthogonal to the first, on the side of the second.
    /// </summary>
    private static double[] Across(double[] u, double[] v)
    {
        double along = u.Zip(v, (a, b) => a * b).Sum();
        double[] rest = [.. u.Zip(v, (a, b) => b - (along * a))];
        double norm = Norm(rest);
        return [.. rest.Select(value => value / norm)];
    }

    private static double[] AxisAcross(double[] u)
    {
        if (u.Length == 1)
        {
            throw new ArgumentException(
                "An arc between opposite points needs at least 2 latent dimensions, but there is 1. Use Line.");
        }

        int farthest = Array.IndexOf(u, u.MinBy(Math.Abs));
        return Across(u, [.. Enumerable.Range(0, u.Length).Select(j => j == farthest ? 1.0 : 0.0)]);
    }

    private static double Norm(IEnumerable<float> values) => Norm(values.Select(value => (double)value));

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static void CheckEnds(float[] from, float[] to, int steps)
    {
        CheckFinite(from, nameof(from));
        CheckFinite(to, nameof(to));
        SameLength.Require(from.Length, to.Length, "values in 'from'", "in 'to'");
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
    }

    private static void CheckFinite(float[] point, string name)
    {
        ArgumentNullException.ThrowIfNull(point, name);
        if (!point.All(float.IsFinite))
        {
            throw new ArgumentException(
                $"A latent point must have finite values, but {name} contains NaN or infinity. Give finite values; "
                    + "the code of a row with NaN or infinity has none.",
                name);
        }
    }

    private static void CheckDimension(int dimension, int latentDimension, string name)
    {
        if (dimension < 0 || dimension >= latentDimension)
        {
            throw new ArgumentOutOfRangeException(
                name,
                dimension,
                $"{name} must be from 0 to {latentDimension - 1}, since there are {latentDimension} latent dimensions.");
        }
    }
}
