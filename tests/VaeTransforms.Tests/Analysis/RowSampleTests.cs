using VaeTransforms.Analysis;
using VaeTransforms.Model;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class RowSampleTests
{
    private static readonly TrainedVae Model = TestModels.Random(TestModels.Architecture(inputSize: 2, latentDimension: 1));

    [Fact]
    public void If_all_rows_fit_they_stay_in_order_and_are_normalized()
    {
        RowSample sample = Filled(count: 3, maxRows: 3, seed: 1);

        Assert.Equal([0, 1, 2], sample.Means());
        Assert.Equal([2, 2], sample.Row(2));
        Assert.Equal((float)((1 - (double)Model.Offsets()[0]) / Model.SlotScales()[0]), sample.Normalized()[2]);
    }

    [Fact]
    public void If_not_all_rows_fit_each_is_equally_likely_to_be_kept()
    {
        var kept = new int[40];
        for (int seed = 0; seed < 2000; seed++)
        {
            foreach (float mean in Filled(count: 40, maxRows: 10, seed).Means())
            {
                kept[(int)mean]++;
            }
        }

        // 500 of 2,000 each, with a standard deviation of 19.
        Assert.All(kept, count => Assert.InRange(count, 400, 600));
    }

    [Fact]
    public void Draws_have_the_posteriors_moments()
    {
        var sample = new RowSample(Model, 5000, seed: 1);
        for (int i = 0; i < 5000; i++)
        {
            sample.Add([0, 0], [3], [MathF.Log(4)]);
        }

        float[] draws = sample.Draw(new Random(1));

        Assert.Equal(3, draws.Average(), 0.15);
        Assert.Equal(4, draws.Average(draw => (draw - 3) * (draw - 3)), 0.4);
    }

    private static RowSample Filled(int count, int maxRows, int seed)
    {
        var sample = new RowSample(Model, maxRows, seed);
        for (int i = 0; i < count; i++)
        {
            sample.Add([i, i], [i], [0]);
        }

        return sample;
    }
}
