namespace VaeTransforms.Numerics;

// Own code, because the serving package has no numerics dependency.

/// <summary>Draws from distributions. The same state of the generator gives the same draws on every machine.</summary>
internal static class RandomDraw
{
    /// <summary>A place, with the probabilities exp(logits) / Σ exp(logits).</summary>
    /// <param name="logits">At least one; those far below the largest are never drawn.</param>
    /// <param name="random">Advanced.</param>
    public static int Category(ReadOnlySpan<double> logits, Random random)
    {
        double largest = double.NegativeInfinity;
        foreach (double logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (double logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        double rest = random.NextDouble() * sum;
        int last = 0;
        for (int place = 0; place < logits.Length; place++)
        {
            double weight = Math.Exp(logits[place] - largest);
            if (rest < weight)
            {
                return place;
            }

            rest -= weight;
            last = weight > 0 ? place : last;
        }

        return last;
    }

    /// <summary>A standard normal number.</summary>
    /// <param name="random">Advanced.</param>
    /// <remarks>Box and Muller 1958.</remarks>
    public static double Normal(Random random)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>A number of the gamma distribution with scale 1, whose mean is its shape.</summary>
    /// <param name="shape">Above 0.</param>
    /// <param name="random">Advanced.</param>
    /// <remarks>Marsaglia and Tsang 2000, 'A simple method for generating gamma variables'.</remarks>
    public static double Gamma(double shape, Random random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Normal(random);
            double v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
