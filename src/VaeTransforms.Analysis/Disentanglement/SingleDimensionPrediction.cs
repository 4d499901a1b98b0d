namespace VaeTransforms.Analysis;

/// <summary>
/// How well one latent dimension alone predicts a factor, from which separated attribute predictability is computed.
/// </summary>
/// <remarks>
/// Kumar and others 2018, 'Variational inference of disentangled latent concepts from unlabeled observations', section 3. A line
/// predicts a quantity, and an interval predicts a class. The paper's balanced accuracy b is reported as 2b - 1, so that chance
/// is 0 for classes, as it is for quantities.
/// </remarks>
internal static class SingleDimensionPrediction
{
    /// <summary>The share of the variance of a quantity that the best line explains: the squared correlation.</summary>
    /// <param name="codes">[rows].</param>
    /// <param name="factor">[rows].</param>
    /// <returns>In [0, 1]; 0 if either is constant.</returns>
    public static double OfQuantity(double[] codes, double[] factor)
    {
        double correlation = AbsoluteCorrelation.Of(codes, factor);
        return correlation * correlation;
    }

    /// <summary>
    /// The true-positive rate minus the false-positive rate of the best interval, or of the best complement of an interval,
    /// averaged over classes. The interval is found on some rows and tested on others.
    /// </summary>
    /// <param name="codes">[rows].</param>
    /// <param name="classes">[rows], from 0.</param>
    /// <param name="isTest">[rows] whether a row is for testing. The search uses the others.</param>
    /// <returns>In [0, 1]; 0 if the result is no better than chance.</returns>
    public static double OfClass(double[] codes, int[] classes, bool[] isTest)
    {
        int[] search = [.. Enumerable.Range(0, codes.Length).Where(row => !isTest[row]).OrderBy(row => codes[row])];
        int[] test = [.. Enumerable.Range(0, codes.Length).Where(row => isTest[row])];
        double sum = 0;
        int tested = 0;
        for (int c = 0; c <= classes.Max(); c++)
        {
            if (Rates(search, classes, c) is { } rates && Rates(test, classes, c) is { } testRates)
            {
                Interval best = Best(search, codes, classes, c, rates);
                sum += test.Sum(row => best.Contains(codes[row]) ? Weight(classes[row] == c, testRates) : 0);
                tested++;
            }
        }

        return tested == 0 ? 0 : Math.Max(0, sum / tested);
    }

    /// <summary>
    /// The run of consecutive values with the largest sum of weights, or the run whose complement has the largest sum, which is
    /// the run with the smallest sum, since all weights sum to 0. Kadane's scan finds both in one pass.
    /// </summary>
    private static Interval Best(int[] ordered, double[] codes, int[] classes, int c, ClassCounts counts)
    {
        var best = new Interval(double.PositiveInfinity, double.NegativeInfinity, IsOutside: false);
        double bestSum = 0;
        var high = (Sum: 0.0, Low: double.NegativeInfinity);
        var low = (Sum: 0.0, Low: double.NegativeInfinity);
        for (int start = 0; start < ordered.Length;)
        {
            double value = codes[ordered[start]];
            double weight = 0;
            int end = start;
            for (; end < ordered.Length && codes[ordered[end]] == value; end++)
            {
                weight += Weight(classes[ordered[end]] == c, counts);
            }

            double below = start == 0 ? double.NegativeInfinity : (value + codes[ordered[start - 1]]) / 2;
            double above = end == ordered.Length ? double.PositiveInfinity : (value + codes[ordered[end]]) / 2;
            high = high.Sum > 0 ? (high.Sum + weight, high.Low) : (weight, below);
            low = low.Sum < 0 ? (low.Sum + weight, low.Low) : (weight, below);
            if (high.Sum > bestSum)
            {
                (bestSum, best) = (high.Sum, new Interval(high.Low, above, IsOutside: false));
            }

            if (-low.Sum > bestSum)
            {
                (bestSum, best) = (-low.Sum, new Interval(low.Low, above, IsOutside: true));
            }

            start = end;
        }

        return best;
    }

    private static ClassCounts? Rates(int[] rows, int[] classes, int c)
    {
        int members = rows.Count(row => classes[row] == c);
        return members > 0 && members < rows.Length ? new ClassCounts(members, rows.Length - members) : null;
    }

    private static double Weight(bool isMember, ClassCounts counts) => isMember ? 1.0 / counts.Members : -1.0 / counts.Others;

    private readonly record struct ClassCounts(int Members, int Others);

    private readonly record struct Interval(double Low, double High, bool IsOutside)
    {
        public bool Contains(double value) => (value > Low && value <= High) != IsOutside;
    }
}
