using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Anomaly;

public sealed class ScoreDriftMonitorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_drift_p_values_are_uniform(bool hasTies)
    {
        double[] p = [.. Enumerable.Range(0, 2000).Select(seed => Drift(seed, shift: 0, hasTies).PValue).Order()];

        // The largest distance to uniform is above 1.95 / sqrt(2000) once in a thousand.
        Assert.True(p.Select((value, i) => Math.Abs(value - ((i + 0.5) / p.Length))).Max() < 0.044);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(-0.3)]
    public void With_drift_p_values_fall_whichever_way_it_goes(double shift)
    {
        ScoreDrift[] drifts = [.. Enumerable.Range(0, 100).Select(seed => Drift(seed, shift, hasTies: false))];
        Assert.InRange(drifts.Count(drift => drift.PValue < 0.01), 60, 100);
        Assert.Equal(shift > 0, drifts.Average(drift => drift.HigherShare) > 0.5);
    }

    [Fact]
    public void Statistic_and_p_value_are_those_of_the_textbook()
    {
        // Held out 1 to 10, window 6 to 15: 50 pairs of the 100 are won by all of 11 to 15, then 5.5 + 6.5 + … + 9.5.
        var monitor = new ScoreDriftMonitor(Enumerable.Range(1, 10).Select(i => (float)i), window: 10);
        foreach (int score in Enumerable.Range(6, 10))
        {
            monitor.Add(score);
        }

        ScoreDrift drift = monitor.Test();
        Assert.Equal((10, 10.5, 5.5, 0.875), (drift.Rows, drift.MeanScore, drift.HeldOutMeanScore, drift.HigherShare));

        // Five pairs of ties among 20: z = (87.5 - 50 - 0.5) / sqrt(100 / 12 · (21 - 5 · 6 / 380)).
        Assert.Equal(StandardNormal.BeyondEitherSide(37 / Math.Sqrt(100 / 12.0 * (21 - (30 / 380.0)))), drift.PValue, 1e-12);
        Assert.Equal(0.00509, drift.PValue, 1e-4);
    }

    [Fact]
    public void Only_the_latest_scores_count()
    {
        var monitor = new ScoreDriftMonitor(Enumerable.Range(0, 100).Select(i => (float)i), window: 50);
        Enumerable.Repeat(1000f, 50).ToList().ForEach(monitor.Add);
        Assert.True(monitor.Test().PValue < 1e-9);
        Enumerable.Range(0, 50).Select(i => 2f * i).ToList().ForEach(monitor.Add);
        Assert.True(monitor.Test().PValue > 0.5);
    }

    [Fact]
    public void Scores_that_are_missing_are_counted_and_infinite_ones_are_the_highest()
    {
        var monitor = new ScoreDriftMonitor(Enumerable.Range(0, 100).Select(i => (float)i), window: 10);
        monitor.Add(float.NaN);
        Assert.Equal((0, 1.0), (monitor.Test().Rows, monitor.Test().PValue));
        Enumerable.Repeat(float.PositiveInfinity, 9).ToList().ForEach(monitor.Add);
        Assert.Equal((9, 1.0, 1.0), (monitor.Test().Rows, monitor.Test().HigherShare, monitor.Test().PValue));
        monitor.Add(float.PositiveInfinity);
        Assert.True(monitor.Test().PValue < 1e-5);
        Assert.Equal(1, monitor.SkippedScores);
    }

    [Fact]
    public void Scores_that_are_all_equal_are_no_drift()
    {
        var monitor = new ScoreDriftMonitor(Enumerable.Repeat(3f, 20), window: 10);
        Enumerable.Repeat(3f, 10).ToList().ForEach(monitor.Add);
        Assert.Equal((0.5, 1.0), (monitor.Test().HigherShare, monitor.Test().PValue));
    }

    [Fact]
    public void Too_little_to_compare_with_is_refused()
    {
        Assert.Equal(
            "Drift is measured against at least 10 held-out scores, none of them NaN, but there are 3, 1 of them NaN. "
                + "(Parameter 'heldOutScores')",
            Assert.Throws<ArgumentException>(() => new ScoreDriftMonitor([1, 2, float.NaN])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScoreDriftMonitor(new float[20], window: 9));
    }

    private static ScoreDrift Drift(int seed, double shift, bool hasTies)
    {
        var heldOut = new float[300];
        var served = new float[200];
        var random = new Random(seed);
        StandardNormal.Fill(random, heldOut);
        StandardNormal.Fill(random, served);
        var monitor = new ScoreDriftMonitor(heldOut.Select(Score), window: 200);
        foreach (float value in served)
        {
            monitor.Add(Score(value + (float)shift));
        }

        return monitor.Test();

        // Squares of a wide range: tails as heavy as scores have. Rounded down to few values for ties.
        float Score(float value) => hasTies ? MathF.Floor(MathF.Exp(value)) : MathF.Exp(3 * value);
    }
}
