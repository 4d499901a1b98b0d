using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VaeTransforms.Numerics;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Formulas;

public sealed class NormalizationTests
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
            var rows = new RowMatrix(
                [.. Enumerable.Range(0, count * width).Select(_ => (float)(shift + random.NextDouble()))], width);
            LearnedNormalization learned = LearnedNormalization.Learn(Normalization.Standardize, rows, rows.Indices);
            for (int j = 0; j < width; j++)
            {
                float offset = learned.Arrays["offset"][j];
                float scale = learned.Arrays["scale"][j];
                double[] column = [.. rows.Column(j, rows.Indices).Select(value => ((double)value - offset) / scale)];
                double mean = column.Average();

                // The offset is a float32, so the mean is off by up to one step between such numbers.
                double step = MathF.BitIncrement(Math.Abs(offset)) - Math.Abs(offset);
                Assert.Equal(0, mean, step / scale);
                Assert.InRange(Math.Sqrt(column.Average(x => (x - mean) * (x - mean))), 0.999, 1.001);
            }
        });

    [Fact]
    public void MinMax_maps_the_rows_it_learned_from_to_0_and_1()
    {
        LearnedNormalization learned = Learn(Normalization.MinMax, [2, -1, 6, 1, 4, 0], width: 2, [0, 1, 2]);

        Assert.Equal([2f, -1f], learned.Arrays["offset"]);
        Assert.Equal([4f, 2f], learned.Arrays["scale"]);
    }

    [Theory]
    [InlineData("Standardize")]
    [InlineData("CommonScale")]
    [InlineData("MinMax")]
    [InlineData("Quantile")]
    public void A_constant_column_is_divided_by_1_and_reported(string normalization)
    {
        LearnedNormalization learned = Learn(TestModels.Normalized(normalization), [1e9f, 1, 1e9f, 2], width: 2, [0, 1]);

        Assert.Equal(1f, learned.Arrays["scale"][0]);
        Assert.Equal(1e9f, learned.Arrays["offset"][0]);
        Assert.Equal([0], learned.ConstantSlots);
    }

    [Fact]
    public void None_learns_nothing_and_reports_constant_columns()
    {
        LearnedNormalization learned = Learn(Normalization.None, [1e9f, 1, 1e9f, 2], width: 2, [0, 1]);

        Assert.Empty(learned.Arrays);
        Assert.Equal([0], learned.ConstantSlots);
    }

    [Theory]
    [InlineData("Standardize")]
    [InlineData("CommonScale")]
    [InlineData("MinMax")]
    [InlineData("Quantile")]
    public void Rows_that_are_held_out_change_nothing(string normalization)
    {
        LearnedNormalization some = Learn(TestModels.Normalized(normalization), [0, 1000, 2], width: 1, [0, 2]);
        LearnedNormalization all = Learn(TestModels.Normalized(normalization), [0, 2], width: 1, [0, 1]);

        Assert.All(all.Arrays, array => Assert.Equal(array.Value, some.Arrays[array.Key]));
    }

    [Fact]
    public void A_spread_too_small_to_divide_by_leaves_finite_values()
    {
        LearnedNormalization learned = Learn(Normalization.Standardize, [0, float.Epsilon], width: 1, [0, 1]);

        Assert.True(float.IsFinite(float.Epsilon / learned.Arrays["scale"][0]));
    }

    private static LearnedNormalization Learn(Normalization normalization, float[] values, int width, long[] among) =>
        LearnedNormalization.Learn(normalization, new RowMatrix(values, width), among);
}
