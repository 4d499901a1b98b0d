namespace VaeTransforms.Numerics;

// Own code, because the serving package has no numerics dependency. MathNet has no generalized Pareto distribution either.

/// <summary>
/// The generalized Pareto distribution, which approximates the excesses over a high threshold for a sample from nearly any
/// distribution: P(X > x) = (1 + Shape · x / Scale)^(-1 / Shape), and exp(-x / Scale) if the shape is 0.
/// </summary>
/// <param name="Shape">ξ. Below 0 the tail has an end, at 0 it is exponential, above 0 it is heavy.</param>
/// <param name="Scale">σ, above 0.</param>
/// <remarks>Balkema and de Haan 1974; Pickands 1975.</remarks>
internal readonly record struct GeneralizedPareto(double Shape, double Scale)
{
    // Below this the two formulas are equal in double precision.
    private const double SmallShape = 1e-9;

    // Fewer values do not determine the shape. The exponential tail, shape 0, then has the smaller error.
    private const int MinForShape = 10;

    /// <summary>Fits the distribution to a sample, without iterations and for every shape.</summary>
    /// <param name="excesses">[n], n from 1, each finite and at least 0, at least one above 0.</param>
    /// <remarks>
    /// J. Zhang and M. A. Stephens 2009, 'A new and efficient estimation method for the generalized Pareto distribution': the
    /// posterior mean of θ = -Shape / Scale over a grid, with a weak prior scaled by the data. The method of moments fails
    /// above a shape of 1/2, which is common for scores that grow with the square of a value.
    /// </remarks>
    public static GeneralizedPareto Fit(ReadOnlySpan<double> excesses)
    {
        double[] x = excesses.ToArray();
        Array.Sort(x);
        int n = x.Length;
        double mean = x.Average();

        // The prior is scaled by the lower quartile, which is 0 if many values are.
        double quartile = x[Math.Max(0, (int)Math.Floor((n / 4.0) + 0.5) - 1)];
        if (n < MinForShape || !(quartile > 0))
        {
            return new GeneralizedPareto(0, mean);
        }

        int grid = 30 + (int)Math.Sqrt(n);
        double[] thetas = [.. Enumerable.Range(1, grid)
            .Select(i => (1 / x[^1]) + ((1 - Math.Sqrt(grid / (i - 0.5))) / (3 * quartile)))];
        double[] logLikelihoods = [.. thetas.Select(theta => ProfileLogLikelihood(theta, x))];
        double best = logLikelihoods.Max();
        double[] weights = [.. logLikelihoods.Select(l => Math.Exp(l - best))];
        double posterior = thetas.Zip(weights, (theta, weight) => theta * weight).Sum() / weights.Sum();
        double shape = ShapeAt(posterior, x);
        return Math.Abs(shape) < SmallShape ? new GeneralizedPareto(0, mean) : new GeneralizedPareto(shape, -shape / posterior);
    }

    /// <summary>The value that is exceeded with some probability, the inverse of <see cref="ProbabilityAbove"/>.</summary>
    /// <param name="probability">In (0, 1].</param>
    public double ExceededWith(double probability) => Math.Abs(Shape) < SmallShape
        ? -Scale * Math.Log(probability)
        : Scale / Shape * double.ExpM1(-Shape * Math.Log(probability));

    /// <summary>The probability of exceeding a value.</summary>
    /// <param name="value">At least 0.</param>
    /// <returns>In [0, 1].</returns>
    public double ProbabilityAbove(double value)
    {
        if (Math.Abs(Shape) < SmallShape)
        {
            return Math.Exp(-value / Scale);
        }

        double ratio = Shape * value / Scale;
        return ratio <= -1 ? 0 : Math.Exp(-double.LogP1(ratio) / Shape);
    }

    private static double ShapeAt(double theta, double[] x) => x.Average(value => double.LogP1(-theta * value));

    private static double ProfileLogLikelihood(double theta, double[] x)
    {
        double shape = ShapeAt(theta, x);

        // -θ / shape has the limit 1 / mean at θ = 0.
        double inverseScale = theta == 0 ? 1 / x.Average() : -theta / shape;
        return x.Length * (Math.Log(inverseScale) - shape - 1);
    }
}
