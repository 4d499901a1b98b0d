using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

/// <summary>The median of draws is the reference.</summary>
public sealed class MedianLevelsTests
{
    private static readonly float[] Levels = [.. Enumerable.Range(0, 400).Select(i => (float)(i % 5) + (i % 3))];

    [Fact]
    public void Binned_gives_the_median_of_its_draws() => Check(Likelihood.Binned());

    [Fact]
    public void Ordinal_gives_the_median_of_its_draws() => Check(Likelihood.Ordinal);

    [Fact]
    public void A_column_with_more_values_than_bins_has_none()
    {
        Likelihood likelihood = Fitted(Likelihood.Binned(), [.. Enumerable.Range(0, 400).Select(i => (float)i)]);

        Assert.Equal([double.NaN], likelihood.MedianLevels(
            [new double[likelihood.Outputs(1)]], [1], new Dictionary<string, double[]>(), [true]));
    }

    private static void Check(Likelihood kind)
    {
        Likelihood likelihood = Fitted(kind, Levels);
        var random = new Random(3);
        Dictionary<string, double[]> weights = likelihood.Weights(1).ToDictionary(
            shape => shape.Name, shape => new[] { shape.Start + (0.2 * random.NextDouble()) });
        double[] shares = [0.7, 0.3];
        for (int repeat = 0; repeat < 20; repeat++)
        {
            double[][] outputs =
            [
                .. shares.Select(_ => Enumerable.Range(0, likelihood.Outputs(1))
                    .Select(_ => 2 * RandomDraw.Normal(random)).ToArray()),
            ];
            double[] drawn =
            [
                .. Enumerable.Range(0, 4000).Select(_ =>
                    likelihood.Draw(outputs[random.NextDouble() < shares[0] ? 0 : 1], weights, random)[0]).Order(),
            ];

            double median = likelihood.MedianLevels(outputs, shares, weights, [true])[0];

            Assert.InRange(median, drawn[(int)(0.46 * drawn.Length)], drawn[(int)(0.54 * drawn.Length)]);
        }

        Assert.Equal([double.NaN], likelihood.MedianLevels([new double[likelihood.Outputs(1)]], [1], weights, [false]));
    }

    private static Likelihood Fitted(Likelihood likelihood, float[] values) =>
        likelihood.Fitted(new SlotValues(1, _ => values));
}
