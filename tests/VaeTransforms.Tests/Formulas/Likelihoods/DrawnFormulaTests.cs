using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

/// <summary>The formula of draws beside Likelihood.Draw, which has other code.</summary>
public sealed class DrawnFormulaTests
{
    private const int Draws = 20_000;

    // The distance of two samples of this size is larger in one of a million pairs.
    private const double MaxDistance = 0.027;

    public static TheoryData<string> Names => [.. EveryFormula.Draws().Select(formula => formula.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_have_the_distribution_of_draws(string name)
    {
        DrawnCase formula = EveryFormula.Draws().Single(one => one.Name == name);
        var random = new Random(2);
        double[] output = formula.Output.Values[..formula.Output.Width];
        var arrays = formula.Weights.ToDictionary(weight => weight.Shape.Name, weight => weight.Values);
        var weights = formula.Weights.ToDictionary(
            weight => weight.Shape.Name, weight => new ArrayValue(weight.Values, weight.Shape.Shape[^1]));
        ArrayValue[] uniforms = [.. formula.Numbers.Select(_ => Uniforms(random))];

        ArrayValue drawn = formula.Likelihood.Drawn(
            new ArrayOps(),
            new ArrayValue([.. Enumerable.Repeat(output, Draws).SelectMany(values => values)], output.Length),
            uniforms,
            weights);
        double[][] reference = [.. Enumerable.Range(0, Draws).Select(_ => formula.Likelihood.Draw(output, arrays, random))];

        for (int slot = 0; slot < EveryFormula.Width; slot++)
        {
            double distance = Distance(
                [.. Enumerable.Range(0, Draws).Select(row => drawn.At(row, slot))], [.. reference.Select(row => row[slot])]);
            Assert.True(distance < MaxDistance, $"slot {slot}: {distance}");
        }
    }

    [Theory]
    [InlineData(1e-7)]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    [InlineData(1 - 1e-7)]
    public void The_normal_quantile_is_that_of_the_distribution(double probability) => Assert.Equal(
        VaeTransforms.Numerics.StandardNormal.Quantile(probability),
        NormalQuantile.Of(new ArrayOps(), new ArrayValue(probability)).Values[0],
        1e-7);

    /// <summary>The largest difference of two distribution functions.</summary>
    private static double Distance(double[] a, double[] b)
    {
        // Equal levels differ in their last digits.
        a = [.. a.Select(value => (double)(float)value).Order()];
        b = [.. b.Select(value => (double)(float)value).Order()];
        return a.Concat(b).Distinct().Max(value => Math.Abs(Below(a, value) - Below(b, value)));

        static double Below(double[] sorted, double value)
        {
            int end = ~Array.BinarySearch(sorted, double.BitIncrement(value));
            return (double)(end < 0 ? ~end : end) / sorted.Length;
        }
    }

    private static ArrayValue Uniforms(Random random) => new(
        [.. Enumerable.Range(0, Draws * EveryFormula.Width).Select(_ => 1e-9 + ((1 - 2e-9) * random.NextDouble()))],
        EveryFormula.Width);
}
