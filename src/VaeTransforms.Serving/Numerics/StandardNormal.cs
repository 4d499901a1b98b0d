namespace VaeTransforms.Numerics;

// Own code, because the serving package has no numerics dependency.

/// <summary>The standard normal distribution, N(0, 1).</summary>
internal static class StandardNormal
{
    // At this point the series and the fraction are both exact to about 13 digits.
    private const double SeriesEnd = 2.5;
    private const int FractionDepth = 80;

    /// <summary>The two-sided tail probability P(|X| ≥ distance).</summary>
    /// <param name="distance">At least 0.</param>
    /// <returns>In [0, 1], with a relative error of about 1e-12 even if it is tiny.</returns>
    /// <remarks>
    /// erfc(x) at x = distance / √2: below x = 2.5 from the series of erf with positive terms, above from the continued fraction.
    /// Abramowitz and Stegun 1964, 7.1.6 and 7.1.14.
    /// </remarks>
    public static double BeyondEitherSide(double distance)
    {
        double x = distance / Math.Sqrt(2);
        if (x < SeriesEnd)
        {
            double term = x;
            double sum = x;
            for (int n = 1; term > sum * 1e-17; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return Math.Max(0, 1 - (2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum));
        }

        double fraction = x;
        for (int n = FractionDepth; n >= 1; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }

    /// <summary>The cumulative distribution P(X ≤ value).</summary>
    /// <param name="value">Any number.</param>
    /// <returns>In [0, 1].</returns>
    public static double ProbabilityBelow(double value)
    {
        double beyond = BeyondEitherSide(Math.Abs(value)) / 2;
        return value < 0 ? beyond : 1 - beyond;
    }

    /// <summary>The quantile, the inverse of <see cref="ProbabilityBelow"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <returns>Exact to about 12 digits.</returns>
    /// <remarks>Abramowitz and Stegun 1964, 26.2.23, then Newton's steps on the logarithm of the tail probability.</remarks>
    public static double Quantile(double probability)
    {
        double tail = Math.Min(probability, 1 - probability);
        double t = Math.Sqrt(-2 * Math.Log(tail));
        double numerator = 2.515517 + (t * (0.802853 + (t * 0.010328)));
        double denominator = 1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))));
        double x = Math.Max(0, t - (numerator / denominator));
        for (int step = 0; step < 3; step++)
        {
            double beyond = BeyondEitherSide(x) / 2;
            double density = Math.Exp(-x * x / 2) / Math.Sqrt(Math.Tau);
            x += Math.Log(beyond / tail) * beyond / density;
        }

        return probability < 0.5 ? -x : x;
    }

    /// <summary>Fills a span with draws. The same state of the generator gives the same draws on every machine.</summary>
    /// <param name="random">Advanced.</param>
    /// <param name="values">[n], written.</param>
    /// <remarks>Box and Muller 1958.</remarks>
    public static void Fill(Random random, Span<float> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            // 1 - u is in (0, 1], so the logarithm is finite.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            (double sin, double cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(radius * cos);
            if (i + 1 < values.Length)
            {
                values[i + 1] = (float)(radius * sin);
            }
        }
    }
}
