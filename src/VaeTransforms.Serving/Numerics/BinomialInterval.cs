namespace VaeTransforms.Numerics;

/// <summary>What a count says about the probability behind it, without any approximation.</summary>
/// <remarks>Clopper and Pearson 1934, 'The use of confidence or fiducial limits illustrated in the case of the binomial'.</remarks>
internal static class BinomialInterval
{
    private const int Halvings = 60;

    /// <summary>The smallest probability that is not refuted: it would give as many or more with a chance of <paramref name="risk"/>.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="risk">In (0, 1): of lying too high.</param>
    public static double Lower(long successes, long trials, double risk) =>
        successes == 0 ? 0 : Root(p => 1 - AtMost(successes - 1, trials, p) < risk);

    /// <summary>The largest probability that is not refuted: it would give as many or fewer with a chance of <paramref name="risk"/>.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="risk">In (0, 1): of lying too low.</param>
    public static double Upper(long successes, long trials, double risk) =>
        successes == trials ? 1 : Root(p => AtMost(successes, trials, p) > risk);

    /// <summary>The probability of at most so many successes.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="probability">In [0, 1].</param>
    public static double AtMost(long successes, long trials, double probability)
    {
        if (successes >= trials || probability == 0)
        {
            return 1;
        }

        if (probability == 1)
        {
            return 0;
        }

        // In logarithms, since the first terms of many trials lie below the smallest double.
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

    /// <summary>Where a condition that holds for small probabilities ceases to.</summary>
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
