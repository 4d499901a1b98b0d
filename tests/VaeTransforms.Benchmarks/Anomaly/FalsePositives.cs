using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The number of new normal rows above a threshold, compared with the requested rate.</summary>
/// <param name="Dataset">The set.</param>
/// <param name="Seed">The seed of the split and the fit.</param>
/// <param name="Rate">The requested rate.</param>
/// <param name="HeldOut">The number of rows that the threshold rests on.</param>
/// <param name="Fresh">The number of normal rows that neither training nor the threshold used.</param>
/// <param name="Flagged">The number of those above the threshold.</param>
internal sealed record FalsePositives(string Dataset, int Seed, double Rate, long HeldOut, int Fresh, int Flagged)
{
    public const string Header = "dataset,seed,rate,held_out,fresh,flagged,binomial,predictive";

    /// <summary>Whether there are enough rows to tell rates apart: 5 expected above the threshold in both samples.</summary>
    public bool IsEnough => HeldOut * Rate >= 5 && Fresh * Rate >= 5;

    /// <summary>
    /// Whether the count is within 95 % of the binomial distribution with exactly the requested rate. This ignores the
    /// sampling error of the threshold, so it is stricter than any threshold from a sample can satisfy.
    /// </summary>
    public bool IsBinomial
    {
        get
        {
            double[] p = Probabilities(k => (double)(Fresh - k) / (k + 1) * Rate / (1 - Rate), Fresh * double.LogP1(-Rate));
            return IsWithin(p);
        }
    }

    /// <summary>
    /// Whether the count is within 95 % of its predictive distribution. For a threshold that is a quantile of n held-out
    /// rows, the true rate has the distribution Beta((n + 1) rate, (n + 1) (1 - rate)), so the count is beta-binomial.
    /// </summary>
    public bool IsPredicted
    {
        get
        {
            double a = (HeldOut + 1) * Rate;
            double b = (HeldOut + 1) * (1 - Rate);
            double logNone = Enumerable.Range(0, Fresh).Sum(i => Math.Log((b + i) / (a + b + i)));
            double[] p = Probabilities(k => (double)(Fresh - k) / (k + 1) * (a + k) / (b + Fresh - k - 1), logNone);
            return IsWithin(p);
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Dataset},{Seed},{Rate},{HeldOut},{Fresh},{Flagged},{IsBinomial},{IsPredicted}");

    /// <summary>The probabilities of all counts, from the logarithm of the first and the ratios of successive ones.</summary>
    private double[] Probabilities(Func<int, double> ratio, double logFirst)
    {
        var p = new double[Fresh + 1];
        double log = logFirst;
        for (int k = 0; k <= Fresh; k++)
        {
            p[k] = Math.Exp(log);
            log += k < Fresh ? Math.Log(ratio(k)) : 0;
        }

        return p;
    }

    // Both tails that include the count have a probability above 2.5 %.
    private bool IsWithin(double[] p) => p[..(Flagged + 1)].Sum() > 0.025 && p[Flagged..].Sum() > 0.025;
}
