using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training;

public sealed class InputScalingTests
{
    [Property]
    public Property Standardized_rows_have_mean_0_and_deviation_1() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>().Filter(seed => seed >= 0),
        seed =>
        {
            var random = new Random(seed);

            // Narrower than a vector register, and wider with and without a remainder.
            int width = random.Next(1, 40);
            int count = random.Next(2, 60);
            double shift = (random.NextDouble() - 0.5) * 1e4;
            float[] rows = [.. Enumerable.Range(0, count * width).Select(_ => (float)(shift + random.NextDouble()))];
            InputScaling scaling = InputScaling.Learn(rows, width, [.. Enumerable.Range(0, count).Select(i => (long)i)], Normalization.Standardize);
            for (int j = 0; j < width; j++)
            {
                double[] column = [.. Enumerable.Range(0, count).Select(i => (double)(rows[i * width + j] - scaling.Offset[j]) / scaling.Scale[j])];
                double mean = column.Average();

                // The offset is a float32, so the mean is off by up to one step between such numbers.
                double step = MathF.BitIncrement(Math.Abs(scaling.Offset[j])) - Math.Abs(scaling.Offset[j]);
                Assert.Equal(0, mean, step / scaling.Scale[j]);
                Assert.InRange(Math.Sqrt(column.Average(x => (x - mean) * (x - mean))), 0.999, 1.001);
            }
        });

    [Fact]
    public void MinMax_maps_the_rows_it_learned_from_to_0_and_1()
    {
        InputScaling scaling = InputScaling.Learn([2, -1, 6, 1, 4, 0], 2, [0, 1, 2], Normalization.MinMax);

        Assert.Equal([2f, -1f], scaling.Offset);
        Assert.Equal([4f, 2f], scaling.Scale);
    }

    [Theory]
    [InlineData(Normalization.None, 0f)]
    [InlineData(Normalization.Standardize, 1e9f)]
    [InlineData(Normalization.MinMax, 1e9f)]
    public void A_constant_column_is_divided_by_1_and_reported(Normalization normalization, float offset)
    {
        InputScaling scaling = InputScaling.Learn([1e9f, 1, 1e9f, 2], 2, [0, 1], normalization);

        Assert.Equal(1f, scaling.Scale[0]);
        Assert.Equal(offset, scaling.Offset[0]);
        Assert.Equal([0], scaling.ConstantSlots);
    }

    [Fact]
    public void Rows_that_are_held_out_teach_nothing()
    {
        InputScaling scaling = InputScaling.Learn([0, 1000, 2], 1, [0, 2], Normalization.Standardize);

        Assert.Equal([1f], scaling.Offset);
        Assert.Equal([1f], scaling.Scale);
    }

    [Fact]
    public void A_spread_too_small_to_divide_by_leaves_finite_values()
    {
        InputScaling scaling = InputScaling.Learn([0, float.Epsilon], 1, [0, 1], Normalization.Standardize);

        Assert.True(float.IsFinite(float.Epsilon / scaling.Scale[0]));
    }
}
