using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Layers;

public sealed class DropoutLayerTests
{
    private static readonly ArrayValue Rows = new([1, 2, 3, 4], 2);

    [Fact]
    public void A_trained_network_passes_values_on_unchanged() => Assert.Equal(Rows.Values, Apply(0.9, uniforms: null));

    [Fact]
    public void Values_with_a_uniform_below_the_rate_are_dropped_and_the_others_scaled() =>
        Assert.Equal([0, 8, 12, 0], Apply(0.75, new ArrayValue([0.1, 0.8, 0.75, 0.7499], 2)));

    [Fact]
    public void The_mean_of_a_value_stays()
    {
        var random = new Random(1);
        var uniforms = new ArrayValue([.. Enumerable.Range(0, 40_000).Select(_ => random.NextDouble())], 1);
        ArrayValue ones = uniforms with { Values = [.. Enumerable.Repeat(1.0, 40_000)] };

        // The standard deviation of the mean is 0.0033.
        ArrayValue dropped = Layer.Dropout(0.3).Apply(
            new ArrayOps { Uniforms = uniforms }, ones, new TensorShape(1), NoWeights());
        Assert.Equal(1, dropped.Values.Average(), 0.02);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_rate_outside_of_0_to_1_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(rate), () => Layer.Dropout(rate));

    private static double[] Apply(double rate, ArrayValue? uniforms) =>
        Layer.Dropout(rate).Apply(new ArrayOps { Uniforms = uniforms }, Rows, new TensorShape(2), NoWeights()).Values;

    private static Dictionary<string, ArrayValue> NoWeights() => [];
}
