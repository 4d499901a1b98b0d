using VaeTransforms.Formulas;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Scores;

public sealed class TailCurveTests
{
    private static readonly ArrayOps Ops = new();

    [Fact]
    public void The_curve_of_an_exponential_distribution_is_its_value_in_units_of_the_mean()
    {
        float[] sample = [.. Enumerable.Range(0, 4096).Select(i => (float)(-3 * Math.Log(1 - ((i + 0.5) / 4096))))];

        double[] nats = Nats(sample, 0.1f, 1, 3, 9, 20, 300);

        double[] expected = [0.1 / 3, 1 / 3.0, 1, 3, 20 / 3.0, 100];
        Assert.All(expected.Zip(nats), pair => Near.Equal(pair.First, pair.Second, 0.03 * (1 + pair.First)));
    }

    [Fact]
    public void A_median_is_worth_ln_2_and_an_upper_quartile_twice_that()
    {
        float[] sample = [.. Enumerable.Range(0, 41).Select(i => (float)(i * i))];

        Assert.All(
            Nats(sample, 0, 400, 900).Zip([0, Math.Log(2), Math.Log(4)]),
            pair => Near.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void The_curve_increases_everywhere_below_all_rows_and_beyond_them()
    {
        float[] sample = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 8, 9, 10];

        double[] nats = Nats(sample, -100, 0, 1, 1.0001f, 2, 5, 10, 1e6f, float.MaxValue / 1e6f);

        Assert.Equal(nats.Order(), nats);
        Assert.Equal(nats.Length, nats.Distinct().Count());
        Assert.All(nats, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Rows_that_are_all_equal_leave_every_higher_value_far_out()
    {
        double[] nats = Nats([5, 5, 5, 5, 5, 5, 5, 5, 5, 5], 5, 5.1f);

        Assert.Equal(0, nats[0], 1e-6);
        Assert.True(nats[1] > 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Few_rows_have_one_segment(int count)
    {
        var curve = new TailCurve("view");

        Assert.Equal([1, 2], curve.Learn([.. Enumerable.Range(0, count).Select(i => (float)i)])[1].Shape);
    }

    [Fact]
    public void A_value_that_is_not_a_number_counts_as_the_largest() =>
        Assert.All(
            new TailCurve("view").Learn([float.NaN, 1, 2, float.PositiveInfinity, 3]).SelectMany(array => array.Values),
            value => Assert.True(float.IsFinite(value)));

    private static double[] Nats(float[] sample, params float[] values)
    {
        var curve = new TailCurve("view");
        var arrays = new LearnedArrays(curve.Learn(sample));
        return curve.Nats(Ops, arrays, ArrayValue.Of(values, [1])).Values;
    }
}
