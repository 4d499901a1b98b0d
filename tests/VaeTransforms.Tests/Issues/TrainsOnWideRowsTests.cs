using VaeTransforms.Tests.Training;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Trains on rows of tens of thousands of slots, such as bags of words.</summary>
public sealed class TrainsOnWideRowsTests
{
    [Fact]
    public void A_long_training_is_warned_of_with_its_estimated_time_before_it_begins()
    {
        TrainingPlan wide = TrainingRuns.Plan() with
        {
            Architecture = TestModels.Architecture(inputSize: 20_000),
            Epochs = 10_000,
        };

        string? warning = TrainingCost.Warning(wide, 5000);

        Assert.NotNull(warning);
        Assert.Contains("minutes", warning, StringComparison.Ordinal);
        Assert.Contains("20,000 slots", warning, StringComparison.Ordinal);
        Assert.Null(TrainingCost.Warning(TrainingRuns.Plan(), 1000));
    }

    [Theory]
    [InlineData(650_000, 60_000, 128, 10)]
    [InlineData(21_000_000, 5000, 64, 100)]
    public void The_estimate_grows_with_weights_rows_and_epochs(long weights, int rows, int batchSize, int epochs)
    {
        TimeSpan once = TrainingCost.Estimate(weights, rows, batchSize, epochs);

        Assert.True(TrainingCost.Estimate(2 * weights, rows, batchSize, epochs) > 1.9 * once);
        Assert.True(TrainingCost.Estimate(weights, 2 * rows, batchSize, epochs) > 1.9 * once);
        Assert.True(TrainingCost.Estimate(weights, rows, batchSize, 2 * epochs) > 1.9 * once);
    }
}
