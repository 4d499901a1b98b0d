using Microsoft.ML;
using VaeTransforms.Tests.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class SlotResponsesTests
{
    // Means are (x0 / 10, x1), and the decoder is linear, so the expected values follow from the data.
    private static readonly float[][] Encoder = [[1, 0], [0, 1], [0, 0]];
    private static readonly float[][] Decoder = [[2, 0, -1], [0, 0.5f, 0]];
    private static readonly float[] LogVariance = [MathF.Log(0.36f), MathF.Log(0.04f)];
    private static readonly float[] Scale = [10, 1, 5];
    private static readonly IDataView Data = Views.Singles([8, 3, 0], [-8, 3, 0], [8, -3, 0], [-8, -3, 0], [float.NaN, 0, 0]);

    [Fact]
    public void Responses_of_a_linear_decoder_are_its_weights_times_the_step()
    {
        using VaeModel model = LinearModels.Create(Encoder, Decoder, LogVariance, Scale, ["left", "right", "above"]);
        SlotResponseReport report = LatentSpace.SlotResponses(model, Data);

        // √(0.8² + 0.36) = 1 and √(3² + 0.04).
        double second = Math.Sqrt(9.04);
        AssertNear([1, second], report.StepSizes);
        AssertNear([20, 0, 5], report.Responses[0]);
        AssertNear([0, 0.5 * second, 0], report.Responses[1]);
        Assert.Equal(4, report.Rows);
        Assert.Equal(1, report.SkippedRows);
    }

    [Fact]
    public void A_posterior_step_is_the_posteriors_own_deviation()
    {
        using VaeModel model = LinearModels.Create(Encoder, Decoder, LogVariance, Scale);
        SlotResponseReport report = LatentSpace.SlotResponses(model, Data, LatentStep.Posterior);
        AssertNear([0.6, 0.2], report.StepSizes);
        AssertNear([12, 0, 3], report.Responses[0]);
    }

    [Fact]
    public void The_slots_with_the_largest_response_are_named_in_order_of_their_relative_response()
    {
        using VaeModel model = LinearModels.Create(Encoder, Decoder, LogVariance, Scale, ["left", "right", "above"]);
        SlotResponseReport report = LatentSpace.SlotResponses(model, Data);
        IReadOnlyList<SlotResponse> top = report.Top(0, 2);
        Assert.Equal(["left", "above"], top.Select(slot => slot.Name!));
        AssertNear([2, 1], top.Select(slot => slot.Relative));
        AssertNear([20, 5], top.Select(slot => slot.Response));
        Assert.Contains(
            "dimension 0 (step 1.000): left (2.000), above (1.000), right (0.000)", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"Step\": \"Aggregate\"", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stretching_the_latent_space_changes_no_response()
    {
        using VaeModel model = LinearModels.Create(Encoder, Decoder, LogVariance, Scale);
        using VaeModel stretched = LinearModels.Create(
            [[100, 0], [0, 1], [0, 0]],
            [[0.02f, 0, -0.01f], [0, 0.5f, 0]],
            [LogVariance[0] + MathF.Log(10_000), LogVariance[1]],
            Scale);
        AssertNear(LatentSpace.SlotResponses(model, Data).Responses[0], LatentSpace.SlotResponses(stretched, Data).Responses[0]);
    }

    [Fact]
    public void If_there_are_more_rows_than_the_maximum_the_seed_draws_a_sample()
    {
        using var model = new VaeModel(TestModels.Random(TestModels.Architecture()));
        IDataView data = Views.Singles(TestModels.Rows(model.Trained, 500));
        string once = LatentSpace.SlotResponses(model, data, maxRows: 50, seed: 3).ToJson();
        Assert.Equal(once, LatentSpace.SlotResponses(model, data, maxRows: 50, seed: 3).ToJson());
        Assert.NotEqual(once, LatentSpace.SlotResponses(model, data, maxRows: 50, seed: 4).ToJson());
        Assert.Contains("\"Rows\": 50", once, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_without_the_column_or_without_usable_rows_is_refused()
    {
        using VaeModel model = LinearModels.Identity(3);
        Assert.StartsWith(
            "There is no column 'Missing', but the model was trained on 3 values of it.",
            Assert.Throws<ArgumentException>(() => LatentSpace.SlotResponses(model, Data, inputColumnName: "Missing")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Slot responses need at least one row with finite values, but the view has none, and 1 with NaN or infinity.",
            Assert.Throws<ArgumentException>(() => LatentSpace.SlotResponses(model, Views.Singles([float.NaN, 0, 0]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentSpace.SlotResponses(model, Data, (LatentStep)9));
    }

    private static void AssertNear(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
}
