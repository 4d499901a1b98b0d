using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class CategoricalLikelihoodTests
{
    private static readonly double[] Logits = [0, Math.Log(2), Math.Log(5)];
    private static readonly Dictionary<string, ArrayValue> NoWeights = [];

    [Theory]
    [InlineData(0, 0.125)]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.625)]
    public void A_category_has_its_share_of_the_exponentials(int category, double probability)
    {
        double[] x = [0, 0, 0];
        x[category] = 1;
        double[] density = LogDensity(Likelihood.Categorical, x);

        Assert.Equal(Math.Log(probability), density.Sum(), 1e-12);
        Assert.Equal(Math.Log(probability), density[category], 1e-12);
        Assert.Equal(probability, Means()[category], 1e-12);
    }

    [Fact]
    public void An_unseen_category_has_the_probability_of_one_row_more()
    {
        Assert.Equal(-Math.Log(1001), LogDensity(Likelihood.Categorical, [0, 0, 0]).Sum(), 1e-12);
        Assert.Equal(-Math.Log(5), LogDensity(Fitted([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]), [0, 0, 0]).Sum(), 1e-12);
    }

    [Fact]
    public void The_decoder_starts_at_the_shares_of_the_rows_with_one_more_for_each_category()
    {
        Likelihood fitted = Fitted([1, 0, 1, 1], [0, 1, 0, 0], [0, 0, 0, 0]);

        double[] start = fitted.Mean(new ArrayOps(), new ArrayValue(new double[3], 3), NoWeights).Values;

        Assert.Equal([4.0 / 7, 2.0 / 7, 1.0 / 7], start, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Several_categories_are_each_what_it_is_alone()
    {
        float[][] columns = [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0], [1, 1], [0, 0]];
        Likelihood several = new CategoricalLikelihood { Sizes = new(3, 2) }.Fitted(Values(columns));
        Likelihood[] alone = [Fitted(columns[..3]), Fitted(columns[3..])];
        double[] x = [0, 1, 0, 0, 0];
        double[] output = [25, -1.5, 3, 0.5, -28];

        double[] expected = [.. LogDensity(alone[0], x[..3], output[..3]), .. LogDensity(alone[1], x[3..], output[3..])];
        Assert.Equal(expected, LogDensity(several, x, output), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(-Math.Log(3), LogDensity(several, x, output)[3..].Sum(), 1e-12);
        Assert.All(Enumerable.Range(0, 50), seed => Assert.Equal(
            alone[0].Draw(output[..3], new Dictionary<string, double[]>(), new Random(seed)),
            several.Draw(output, new Dictionary<string, double[]>(), new Random(seed))[..3]));
    }

    [Fact]
    public void Sizes_that_do_not_fit_the_slots_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalLikelihood { Sizes = new(1.5) });
        var refusal = Assert.Throws<ArgumentException>(
            () => LogDensity(new CategoricalLikelihood { Sizes = new(2, 2) }, [0, 0, 0]));

        Assert.Contains("4 slots do not fit 3 slots", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5f, "a slot holds 0.5")]
    [InlineData(2f, "a slot holds 2")]
    [InlineData(1f, "1 in two slots")]
    public void Values_that_are_not_one_hot_are_refused(float value, string what)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Fitted([0, 1], [0, value]));

        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("OneHotEncoding", refusal.Message, StringComparison.Ordinal);
    }

    private static Likelihood Fitted(params float[][] columns) =>
        Likelihood.Categorical.Fitted(Values(columns));

    private static SlotValues Values(float[][] columns) => new(columns.Length, slot => columns[slot]);

    private static double[] LogDensity(Likelihood likelihood, double[] x) => LogDensity(likelihood, x, Logits);

    private static double[] LogDensity(Likelihood likelihood, double[] x, double[] output) => likelihood.LogDensity(
        new ArrayOps(), new ArrayValue(x, x.Length), new ArrayValue(output, output.Length), NoWeights).Values;

    private static double[] Means() =>
        Likelihood.Categorical.Mean(new ArrayOps(), new ArrayValue(Logits, 3), NoWeights).Values;
}
