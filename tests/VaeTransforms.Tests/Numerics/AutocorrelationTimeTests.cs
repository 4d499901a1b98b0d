using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class AutocorrelationTimeTests
{
    /// <summary>
    /// The rank correlation of two normal values with correlation r is 6 / π · asin(r / 2), and values of an AR(1) process that
    /// are k apart have r = φᵏ.
    /// </summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void The_time_of_an_AR1_process_is_that_of_its_closed_form(double phi)
    {
        double expected = 1 + (2 * Enumerable.Range(1, 2000).Sum(lag => 6 / Math.PI * Math.Asin(Math.Pow(phi, lag) / 2)));

        double time = AutocorrelationTime.OfRanks(Ar1(phi, 100_000), [100_000]);

        Assert.InRange(time, 0.9 * expected, 1.1 * expected);
    }

    [Fact]
    public void Independent_values_have_a_time_of_one() =>
        Assert.InRange(AutocorrelationTime.OfRanks(Ar1(0, 20_000), [20_000]), 1, 1.1);

    [Fact]
    public void Values_of_different_blocks_are_not_paired()
    {
        // Blocks of two independent values: neighbors across blocks are equal.
        var random = new Random(1);
        float[] draws = [.. Enumerable.Range(0, 5001).Select(_ => random.NextSingle())];
        float[] values = [.. Enumerable.Range(0, 5000).SelectMany(i => new[] { draws[i], draws[i + 1] })];

        Assert.InRange(AutocorrelationTime.OfRanks(values, [.. Enumerable.Repeat(2, 5000)]), 1, 1.1);
        Assert.InRange(AutocorrelationTime.OfRanks(values, [10_000]), 1.8, 2.2);
    }

    [Fact]
    public void Equal_values_and_one_value_have_a_time_of_one()
    {
        Assert.Equal(1, AutocorrelationTime.OfRanks([3, 3, 3, 3], [4]));
        Assert.Equal(1, AutocorrelationTime.OfRanks([3], [1]));
    }

    [Fact]
    public void Large_outliers_do_not_hide_a_correlation()
    {
        float[] values = Ar1(0.9, 20_000);
        double before = AutocorrelationTime.OfRanks(values, [values.Length]);
        values[100] = 1e30f;

        Assert.Equal(before, AutocorrelationTime.OfRanks(values, [values.Length]), 0.1 * before);
    }

    private static float[] Ar1(double phi, int count)
    {
        var random = new Random(1);
        double value = 0;
        return [.. Enumerable.Range(0, count).Select(_ => (float)(value = (phi * value) + Normal(random)))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
