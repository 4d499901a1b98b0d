using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>Makes latent points to be decoded: on lines and arcs, along one dimension, on a grid, drawn from the prior.</summary>
/// <remarks>
/// Points are [n], each [K], as <see cref="VaeModel.Decode(IReadOnlyList{float[]})"/> takes them. Every call gives fresh
/// arrays; none depends on a model.
/// </remarks>
public static class LatentPoints
{
    /// <summary>Points at equal distances on the straight line between two points, both ends included.</summary>
    /// <param name="from">[K], such as <see cref="VaeModel.Encode(float[])"/> of a row.</param>
    /// <param name="to">[K].</param>
    /// <param name="steps">Points on the line, from 2.</param>
    /// <returns>[steps], each [K]: (1 - t) from + t to, t = 0, 1 / (steps - 1), …, 1.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a value is not finite, or there are fewer than 2 steps.</exception>
    /// <remarks>
    /// Between two typical codes a line passes closer to the origin than either, where in many dimensions the prior has little mass;
    /// <see cref="Arc"/> keeps the distance.
    /// </remarks>
    public static float[][] Line(float[] from, float[] to, int steps)
    {
        CheckEnds(from, to, steps);
        return Path(steps, t => from.Zip(to, (a, b) => ((1 - t) * a) + (t * b)));
    }

    /// <summary>
    /// Points on the arc around the origin between two points, both ends included: the direction turns at equal angles,
    /// the distance from the origin goes linearly from one end's to the other's.
    /// </summary>
    /// <param name="from">[K].</param>
    /// <param name="to">[K].</param>
    /// <param name="steps">Points on the arc, from 2.</param>
    /// <returns>
    /// [steps], each [K]: ((1 - t) |from| + t |to|) (sin((1 - t) Ω) u + sin(t Ω) v) / sin Ω, with u and v the ends' directions
    /// and Ω the angle between them. Ends of one direction, or one of them at the origin, have the line between them as their
    /// arc. Between opposite ends, where every half circle is as short, it is the one through the axis that is farthest from
    /// their line (the first of several), on its positive side.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a value is not finite, there are fewer than 2 steps, or the ends are opposite in one dimension,
    /// where nothing leads around the origin.
    /// </exception>
    /// <remarks>
    /// Shoemake 1985, 'Animating rotation with quaternion curves'; for generative models White 2016, 'Sampling generative
    /// networks'. Their weights stand on directions here and not on the ends themselves, so that ends of different norm give no bulge.
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

        // From the chords along and across: the arc cosine of a scalar product would lose half the digits of a small angle.
        double angle = 2 * Math.Atan2(Norm(u.Zip(v, (a, b) => a - b)), Norm(u.Zip(v, (a, b) => a + b)));

        // Single's ends are opposite, or alike, only up to their rounding.
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

    /// <summary>Points that differ in one dimension, both ends included: what that dimension does, seen when decoded.</summary>
    /// <param name="center">[K]: the values of the other dimensions, such as the origin or a row's code.</param>
    /// <param name="dimension">Which one, from 0 to K - 1.</param>
    /// <param name="low">Its value in the first point; for a prior N(0, 1), -2 is the 2nd percentile.</param>
    /// <param name="high">Its value in the last point.</param>
    /// <param name="steps">Points, from 2.</param>
    /// <returns>[steps], each [K].</returns>
    /// <exception cref="ArgumentException">There is no such dimension, a value is not finite, or there are fewer than 2 steps.</exception>
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
    /// A square grid in the plane of two dimensions, through the prior's quantiles: each point stands for the same share of
    /// the prior's mass.
    /// </summary>
    /// <param name="side">Points along each axis, from 1.</param>
    /// <param name="latentDimension">K, from 2.</param>
    /// <param name="x">The dimension that grows from left to right.</param>
    /// <param name="y">The dimension that grows from bottom to top.</param>
    /// <returns>
    /// [side · side], each [K], row by row from the top left: on either axis the quantiles (i + 1/2) / side of N(0, 1); the
    /// other dimensions are 0, the prior's mean.
    /// </returns>
    /// <exception cref="ArgumentException">side is below 1, K below 2, or x and y are not two of the K dimensions.</exception>
    /// <remarks>Kingma and Welling 2014, appendix A, figure 4.</remarks>
    public static float[][] Grid(int side, int latentDimension, int x = 0, int y = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (latentDimension < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(latentDimension), latentDimension, "A grid needs at least 2 latent dimensions. Use Traversal for one.");
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

    /// <summary>Points drawn from the prior N(0, I).</summary>
    /// <param name="count">From 0.</param>
    /// <param name="latentDimension">K, from 1.</param>
    /// <param name="seed">The same seed gives the same points, and with a larger count the first ones stay the same.</param>
    /// <returns>[count], each [K].</returns>
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

    /// <summary>The unit vector in the plane of two directions that stands at a right angle on the first, on the second's side.</summary>
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
            throw new ArgumentException("In one latent dimension no arc leads around the origin to the opposite side. Use Line.");
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
                $"A latent point must have finite values, but {name} holds NaN or infinity. Such is the code of a row that holds them.", name);
        }
    }

    private static void CheckDimension(int dimension, int latentDimension, string name)
    {
        if (dimension < 0 || dimension >= latentDimension)
        {
            throw new ArgumentOutOfRangeException(
                name, dimension, $"There are {latentDimension} latent dimensions, from 0 to {latentDimension - 1}.");
        }
    }
}
