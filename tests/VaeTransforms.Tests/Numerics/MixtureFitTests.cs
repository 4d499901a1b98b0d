using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class MixtureFitTests
{
    [Fact]
    public void It_finds_the_mixture_that_points_were_drawn_from()
    {
        var random = new Random(2);
        double[][] centers = [[0, 0], [6, 1], [-3, 7]];
        double[] shares = [0.5, 0.3, 0.2];
        double[] spreads = [1, 0.5, 2];
        var means = new List<float>();
        for (int i = 0; i < 3000; i++)
        {
            int c = RandomDraw.Category([.. shares.Select(share => Math.Log(share))], random);
            means.AddRange(centers[c].Select(center => (float)(center + (spreads[c] * RandomDraw.Normal(random)))));
        }

        MixtureFit fit = MixtureFit.Of(
            new RowMatrix([.. means], 2), new RowMatrix([.. means.Select(_ => 0.01f)], 2), 3, new Random(1));

        for (int c = 0; c < 3; c++)
        {
            int found = Enumerable.Range(0, 3).MinBy(other => Math.Abs(fit.Means[other][0] - centers[c][0]));
            Assert.Equal(shares[c], fit.Weights[found], 0.03);
            Assert.Equal(centers[c][0], fit.Means[found][0], 0.2);
            Assert.Equal(centers[c][1], fit.Means[found][1], 0.2);
            Assert.All(
                fit.Variances[found],
                variance => Assert.Equal((spreads[c] * spreads[c]) + 0.01, variance, spreads[c] * 0.4));
        }
    }

    [Fact]
    public void Points_with_a_label_name_their_components_and_others_begin_far_away()
    {
        var random = new Random(2);
        double[][] centers = [[0, 0], [6, 1], [-3, 7]];
        int[] truth = [.. Enumerable.Range(0, 600).Select(i => i % 3)];
        float[] means = [.. truth.SelectMany(c => centers[c].Select(center => (float)(center + RandomDraw.Normal(random))))];
        var points = new RowMatrix(means, 2);
        var variances = new RowMatrix([.. means.Select(_ => 0.01f)], 2);

        // Component 2 gets the points of the first center, component 0 those of the third, and 1 has no label.
        int[] labels = [.. truth.Select((c, i) => i >= 15 ? -1 : c == 0 ? 2 : c == 2 ? 0 : -1)];
        MixtureFit fit = MixtureFit.Of(points, variances, 3, new Random(1), labels);

        int[] expected = [2, 1, 0];
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(centers[expected[c]][0], fit.Means[c][0], 0.3);
            Assert.Equal(centers[expected[c]][1], fit.Means[c][1], 0.3);
            Assert.Equal(1.0 / 3, fit.Weights[c], 0.03);
        }
    }

    [Fact]
    public void Equal_points_and_as_many_components_as_points_give_finite_numbers()
    {
        var same = new RowMatrix([.. Enumerable.Repeat(2f, 10)], 2);
        var variances = new RowMatrix([.. Enumerable.Repeat(0.5f, 10)], 2);

        MixtureFit fit = MixtureFit.Of(same, variances, 5, new Random(1));

        Assert.Equal(1, fit.Weights.Sum(), 12);
        Assert.All(fit.Weights, weight => Assert.True(weight > 0));
        Assert.All(fit.Variances.SelectMany(variance => variance), value => Assert.True(value > 0 && double.IsFinite(value)));
        Assert.True(double.IsFinite(fit.Bound));
    }
}
