namespace VaeTransforms.Numerics;

// Own code, because the serving package has no numerics dependency.

/// <summary>The exact confidence interval of a probability, from a count of successes.</summary>
/// <remarks>
/// Clopper and Pearson 1934, 'The use of confidence or fiducial limits illustrated in the case of the binomial'.
/// </remarks>
internal static class BinomialInterval
{
    private const int Halvings = 60;

    /// <summary>
    /// The lower limit: with this probability of success, as many successes or more occur with probability <paramref
    /// name="risk"/>.
    /// </summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="risk">The probability that the limit is too high, in (0, 1).</param>
    /// <returns>In [0, 1].</returns>
    public static double Lower(long successes, long trials, double risk) =>
        successes == 0 ? 0 : Root(p => 1 - Cumulative(successes - 1, trials, p) < risk);

    /// <summary>
    /// The upper limit: with this probability of success, as many successes or fewer occur with probability <paramref
    /// name="risk"/>.
    /// </summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="risk">The probability that the limit is too low, in (0, 1).</param>
    /// <returns>In [0, 1].</returns>
    public static double Upper(long successes, long trials, double risk) =>
        successes == trials ? 1 : Root(p => Cumulative(successes, trials, p) > risk);

    /// <summary>The cumulative distribution: the probability of as many successes or fewer.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="probability">In [0, 1].</param>
    public static double Cumulative(long successes, long trials, double probability)
    {
        if (successes >= trials || probability == 0)
        {
            return 1;
        }

        if (probability == 1)
        {
            return 0;
        }

        // In logarithms, since with many trials the first terms are below the smallest double.
        double logOdds = Math.Log(probability) - double.LogP1(-probability);
        double logTerm = trials * double.LogP1(-probability);
        double sum = Math.Exp(logTerm);
        for (long i = 0; i < successes; i++)
        {
            logTerm += Math.Log((double)(trials - i) / (i + 1)) + logOdds;
            sum += Math.Exp(logTerm);
        }

        return Math.Min(sum, 1);
    }

    /// <summary>The probability up to which a condition holds, by bisection.</summary>
    private static double Root(Func<double, bool> isBelow)
    {
        double lower = 0;
        double upper = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (lower + upper) / 2;
            (lower, upper) = isBelow(middle) ? (middle, upper) : (lower, middle);
        }

        return (lower + upper) / 2;
    }
}
