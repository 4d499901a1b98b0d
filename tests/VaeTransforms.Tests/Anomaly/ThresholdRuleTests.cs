using VaeTransforms.Model;
using Xunit;

namespace VaeTransforms.Tests.Anomaly;

public sealed class ThresholdRuleTests
{
    [Fact]
    public void A_rate_is_that_of_new_rows_and_not_of_the_held_out_ones()
    {
        // Nine scores leave ten gaps, into each of which a new one falls as likely.
        AnomalyThreshold threshold = ThresholdRule.AtRate(0.2).Apply(Of([.. Enumerable.Range(1, 9).Select(i => (float)i)]));

        // The eighth, and so little more that it cannot be a tie.
        Assert.InRange(threshold.Score, 8.0001f, 8.01f);
        Assert.Equal(new AnomalyThreshold(threshold.Score, 0.2, 9, 1, ThresholdSource.Quantile), threshold);
    }

    [Theory]
    [InlineData(0.2, 30)]
    [InlineData(0.05, 100)]
    [InlineData(0.05, 1000)]
    public void New_rows_lie_above_at_the_rate_asked_for_on_average_over_held_out_samples(double rate, int heldOut)
    {
        const int Samples = 4000;
        double mean = Enumerable.Range(0, Samples)
            .Average(seed => Math.Exp(-ThresholdRule.AtRate(rate).Apply(Exponential(heldOut, seed)).Score));
        Assert.Equal(rate, mean, 6 * Math.Sqrt(rate / heldOut / Samples));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.0002)]
    public void Beyond_the_sample_the_tail_is_extrapolated_to_near_the_true_quantile(double rate)
    {
        AnomalyThreshold[] thresholds =
            [.. Enumerable.Range(0, 200).Select(seed => ThresholdRule.AtRate(rate).Apply(Exponential(500, seed)))];
        float[] scores = [.. thresholds.Select(t => t.Score).Order()];

        Assert.All(thresholds, t => Assert.Equal(ThresholdSource.Tail, t.Source));
        Assert.InRange(scores[100] / -Math.Log(rate), 0.9, 1.1);

        // The highest of 500 scores alone says nothing of such rates: its mean is that of a rate of about 1 in 500.
        Assert.True(scores[100] > -Math.Log(1.0 / 500));
    }

    [Fact]
    public void A_threshold_never_falls_when_the_rate_does()
    {
        AnomalyCalibration calibration = Exponential(100, seed: 3);
        float[] scores =
            [.. Enumerable.Range(1, 58).Select(i => ThresholdRule.AtRate(0.5 * Math.Pow(0.9, i)).Apply(calibration).Score)];
        Assert.Equal(scores.Order(), scores);
    }

    [Fact]
    public void A_bounded_rate_is_kept_for_the_share_of_samples_that_it_names()
    {
        double kept = Enumerable.Range(0, 2000)
            .Average(seed => Math.Exp(-ThresholdRule.AtMostRate(0.05, 0.9).Apply(Exponential(200, seed)).Score) <= 0.05 ? 1 : 0);
        Assert.InRange(kept, 0.88, 0.97);
    }

    [Fact]
    public void A_bounded_rate_that_so_few_rows_cannot_vouch_for_is_refused_with_the_number_that_can() => Assert.Equal(
        "A rate of at most 0.01 with confidence 0.95 needs 299 held-out rows, but there are 298. Hold out more, allow a higher "
            + "rate or a lower confidence, or use ThresholdRule.AtRate, which extrapolates.",
        Assert.Throws<ArgumentException>(() => ThresholdRule.AtMostRate(0.01).Apply(Exponential(298, seed: 1))).Message);

    [Fact]
    public void A_given_score_says_which_rate_it_has()
    {
        AnomalyCalibration calibration = Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        AnomalyThreshold inside = ThresholdRule.AtScore(7.5).Apply(calibration);
        AnomalyThreshold beyond = ThresholdRule.AtScore(12).Apply(calibration);

        Assert.Equal(
            (ThresholdSource.Given, 7.5f, 0.3, 3), (inside.Source, inside.Score, inside.Contamination, inside.HeldOutRowsAbove));
        Assert.InRange(beyond.Contamination, 1e-4, 0.1);
        Assert.Equal(0, beyond.HeldOutRowsAbove);
    }

    [Fact]
    public void The_interval_is_the_exact_binomial_one_of_the_rows_above()
    {
        float[] scores = [.. Enumerable.Range(1, 100).Select(i => (float)i)];
        RateInterval interval = ThresholdRule.AtScore(90.5).Apply(Of(scores)).FalsePositiveRate();
        Assert.Equal((0.0490, 0.1762, 0.95), (Math.Round(interval.Lower, 4), Math.Round(interval.Upper, 4), interval.Confidence));
        Assert.Equal("4.9 % to 17.622 % (95 % confidence)", interval.ToString());
    }

    [Fact]
    public void Infinite_scores_are_in_order_and_a_threshold_among_them_is_the_largest_number()
    {
        AnomalyCalibration calibration = Of([1, 2, float.PositiveInfinity, float.PositiveInfinity]);
        Assert.Equal(float.MaxValue, ThresholdRule.AtRate(0.1).Apply(calibration).Score);
        Assert.Equal(2, ThresholdRule.AtRate(0.1).Apply(calibration).HeldOutRowsAbove);
    }

    [Fact]
    public void Scores_that_are_all_equal_lie_below_their_threshold()
    {
        AnomalyThreshold threshold = ThresholdRule.AtRate(0.01).Apply(Of([4, 4, 4, 4, 4, 4]));

        Assert.InRange(threshold.Score, 4 + 2e-5f, 4 + 1e-4f);
        Assert.Equal(0, threshold.HeldOutRowsAbove);
    }

    [Fact]
    public void A_threshold_lies_between_ties_and_not_on_one()
    {
        // The quantile of 10 % lies among the threes, whose scores differ by rounding.
        float[] scores =
            [.. Enumerable.Repeat(1f, 60), .. Enumerable.Range(0, 38).Select(i => 3 + (i % 4 * 2e-7f)), 7, 8];

        AnomalyThreshold atRate = ThresholdRule.AtRate(0.1).Apply(Of(scores));
        AnomalyThreshold atMost = ThresholdRule.AtMostRate(0.1).Apply(Of(scores));

        Assert.InRange(atRate.Score, 3 + 1e-5f, 3.01f);
        Assert.InRange(atMost.Score, 3 + 1e-5f, 3.01f);
        Assert.Equal(2, atRate.HeldOutRowsAbove);
    }

    [Fact]
    public void A_rate_that_so_few_rows_cannot_tell_is_refused_with_the_number_that_can() => Assert.Equal(
        "A threshold for rate = 1E-06 needs 100000 held-out rows, but there are 500: so few do not show how far such a rare "
            + "score lies. Hold out more, allow a higher rate, or use ThresholdRule.AtScore.",
        Assert.Throws<ArgumentException>(() => ThresholdRule.AtRate(1e-6).Apply(Exponential(500, seed: 1))).Message);

    [Theory]
    [InlineData(100, 0.001)]
    [InlineData(500, 0.0002)]
    public void A_rate_beyond_the_rows_is_told_within_a_factor(int rows, double rate)
    {
        // P(score > t) = exp(-t). A tenth of a row is expected above, so estimates vary; their median does not.
        double[] rates = [.. Enumerable.Range(0, 101)
            .Select(seed => Math.Exp(-ThresholdRule.AtRate(rate).Apply(Exponential(rows, seed)).Score))
            .Order()];

        Assert.InRange(rates[50] / rate, 1 / 3.0, 3);
        Assert.InRange(rates[90] / rate, 1, 15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    [InlineData(double.NaN)]
    public void A_rate_out_of_range_is_refused(double rate)
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdRule.AtRate(rate)).Message;
        Assert.StartsWith("rate must be in (0, 0.5]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdRule.AtMostRate(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdRule.AtMostRate(0.1, confidence: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdRule.AtScore(double.PositiveInfinity));
    }

    private static AnomalyCalibration Exponential(int count, int seed)
    {
        var random = new Random(seed);
        return Of([.. Enumerable.Range(0, count).Select(_ => (float)-Math.Log(1 - random.NextDouble()))]);
    }

    private static AnomalyCalibration Of(float[] scores) => new() { Scores = [.. scores.Order()], Elbos = [0], SlotSpreads = [] };
}
