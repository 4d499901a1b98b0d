using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training;

public sealed class TrainingChoicesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(9, 4)]
    [InlineData(30, 15)]
    [InlineData(784, 16)]
    public void The_latent_vector_is_half_the_input_and_never_wider(int width, int expected) =>
        Assert.Equal(expected, TrainingDefaults.LatentDimension(width));

    [Theory]
    [InlineData(2)]
    [InlineData(150)]
    [InlineData(1_797)]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    public void Small_data_get_enough_steps_and_large_data_an_end(long rows)
    {
        int batch = TrainingDefaults.BatchSize(rows);
        long steps = (rows + batch - 1) / batch * TrainingDefaults.Epochs(rows, batch);

        Assert.InRange(steps, 4_000, 10_000);
    }

    [Fact]
    public void The_learning_rate_rises_to_its_peak_and_falls_to_almost_nothing()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Cosine();
        double[] rates = [.. Enumerable.Range(0, 1000).Select(step => schedule.At(0.01, step, 1000, 10))];

        Assert.Equal(0.01, rates.Max(), 4);
        Assert.InRange(Array.IndexOf(rates, rates.Max()), 45, 55);
        Assert.Equal(rates[50..].OrderDescending(), rates[50..]);
        Assert.InRange(rates[^1], 0, 0.0002);
        Assert.All(rates, rate => Assert.True(rate > 0));
    }

    [Theory]
    [InlineData(100, 0.1, 10)]
    [InlineData(100, 0.0, 0)]
    [InlineData(9, 0.1, 0)]
    [InlineData(2, 0.9, 0)]
    [InlineData(3, 0.9, 1)]
    public void A_split_holds_out_whole_rows_and_leaves_two(long rows, double fraction, int heldOut)
    {
        RowSplit split = RowSplit.Create(rows, fraction, seed: 1);

        Assert.Equal(heldOut, split.Validation.Length);
        Assert.Equal(Enumerable.Range(0, (int)rows).Select(i => (long)i), split.Training.Concat(split.Validation).Order());
    }

    [Fact]
    public void Waiting_ends_after_so_many_epochs_without_a_better_one()
    {
        var stopping = new EarlyStopping(patience: 2, firstEpochThatMayStop: 4);

        Assert.True(stopping.IsBest(1, -5));
        Assert.False(stopping.IsBest(2, double.NaN));
        Assert.False(stopping.IsBest(3, -6));
        Assert.False(stopping.ShouldStop(3));
        Assert.True(stopping.ShouldStop(4));
        Assert.True(stopping.IsBest(4, -4));
        Assert.False(stopping.ShouldStop(5));
        Assert.Equal(4, stopping.BestEpoch);
    }
}
