using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>How many fresh normal rows a threshold flagged, and how many it should have.</summary>
/// <param name="Dataset">The set.</param>
/// <param name="Seed">Of the split and the fit.</param>
/// <param name="Rate">Asked for.</param>
/// <param name="HeldOut">Rows that the threshold rests on.</param>
/// <param name="Fresh">Normal rows that neither training nor the threshold has seen.</param>
/// <param name="Flagged">Of those, above the threshold.</param>
internal sealed record FalsePositives(string Dataset, int Seed, double Rate, long HeldOut, int Fresh, int Flagged)
{
    public const string Header = "dataset,seed,rate,held_out,fresh,flagged,binomial,predictive";

    /// <summary>Fewer rows can hardly tell one rate from another.</summary>
    public bool IsEnough => HeldOut * Rate >= 5 && Fresh * Rate >= 5;

    /// <summary>
    /// Within the 95 % that the binomial distribution gives if the true rate were exactly the one asked for. No threshold
    /// from a sample can be that good: its own chance is not in it.
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
    /// Within the 95 % to expect of a threshold that is a quantile of so many held-out rows: the true rate then has the
    /// distribution Beta((n + 1) rate, (n + 1) (1 - rate)), and the count is beta-binomial.
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

    /// <summary>From the logarithm of the first and the ratio of each to the one before.</summary>
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

    // Neither so few nor so many has a probability of 2.5 % or less.
    private bool IsWithin(double[] p) => p[..(Flagged + 1)].Sum() > 0.025 && p[Flagged..].Sum() > 0.025;
}
