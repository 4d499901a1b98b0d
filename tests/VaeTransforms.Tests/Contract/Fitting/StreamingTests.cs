using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeTransforms.Tests.Contract.Refusals;
using VaeTransforms.Tests.Reading.Streams;
using Xunit;

namespace VaeTransforms.Tests.Contract.Fitting;

/// <summary>Fits on more rows than the memory budget holds.</summary>
[Collection(typeof(Alone))]
public sealed class StreamingTests : IDisposable
{
    private const int Count = 4000;

    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    private static VaeOptions InMemory { get; } = new()
    {
        LatentDimension = 2,
        HiddenLayers = [16],
        Epochs = 6,
        BatchSize = 32,
        Seed = 5,
    };

    // The rows take 48,000 bytes.
    private static VaeOptions Streamed { get; } = InMemory with { MemoryBudget = 30_000 };

    public static TheoryData<string> Kinds => [.. Variants.Keys];

    public static TheoryData<string> Mistakes => [.. StreamingMistakes.All.Select(mistake => mistake.Name)];

    private static Dictionary<string, VaeOptions> Variants { get; } = new()
    {
        ["vectors"] = Streamed,
        ["weights"] = Streamed with { ExampleWeightColumnName = "Weight" },
        ["groups"] = Streamed with { SamplingKeyColumnName = "Group" },
        ["mask"] = Streamed with { MissingValues = MissingValues.Mask },
        ["prior"] = Streamed with { Prior = Prior.MixtureOfGaussians(2) },
        ["labels"] = Streamed with
        {
            Prior = Prior.MixtureOfGaussians(),
            LabelColumnName = "Kind",
            ExampleWeightColumnName = "Weight",
        },
        ["nothing held out"] = Streamed with { ValidationFraction = 0 },
    };

    [Fact]
    public void A_streamed_fit_is_as_good_as_one_in_memory()
    {
        // The first of the three values is the number of a row, so this view is sorted.
        using VaeTransformer inMemory = Encode(InMemory).Fit(Rows().View(new MLContext(1)));
        using VaeTransformer streamed = Encode(Streamed).Fit(Rows().View(new MLContext(1)));
        IDataView data = Rows().View(new MLContext(1));
        double expected = Elbo(inMemory, data);

        Assert.Equal(expected, Elbo(streamed, data), 0.1 * Math.Abs(expected));
        Assert.Equal(Count, streamed.Report.Summary.TrainingRows, 0.15 * Count);
        Assert.Equal(inMemory.Report.Summary.Epochs, streamed.Report.Summary.Epochs);
    }

    [Fact]
    public void A_budget_that_holds_all_rows_changes_nothing() => Assert.Equal(
        Bytes(InMemory with { MemoryBudget = 1 << 20 }), Bytes(InMemory));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_bytes(string kind) => Assert.Equal(Bytes(Variants[kind]), Bytes(Variants[kind]));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stopped_after_each_epoch_it_gives_the_bytes_of_one_that_was_not(string kind)
    {
        byte[] expected = Bytes(Variants[kind]);
        (byte[] actual, int stops) = StoppedFit.Repeat(stop => Bytes(Variants[kind] with
        {
            Checkpoint = new VaeCheckpoint(_folder),
            CancellationToken = stop.Token,
            Progress = new EpochListener(_ => stop.Cancel()),
        }));

        Assert.Equal(5, stops);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Stopped_within_epochs_it_gives_the_bytes_of_one_that_was_not()
    {
        VaeOptions options = Streamed with { BatchSize = 4 };
        byte[] expected = Bytes(options);
        var random = new Random(1);
        (byte[] actual, int stops) = StoppedFit.Repeat(stop =>
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(random.Next(50, 150)));
            return Bytes(options with { Checkpoint = new VaeCheckpoint(_folder), CancellationToken = stop.Token });
        });

        Assert.True(stops > 0);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Each_epoch_reads_the_view_once()
    {
        NumberedRows rows = Rows();
        using VaeTransformer fitted = Encode(Streamed).Fit(rows.View(new MLContext(1)));

        // The number of rows is not known, so the first pass begins twice.
        Assert.Equal(2 + 6, rows.Passes);
        Assert.Equal(0, rows.Open);
    }

    [Fact]
    public void A_detector_learns_from_streamed_rows_and_its_rate_holds()
    {
        var ml = new MLContext(1);
        var options = new VaeAnomalyOptions { Contamination = 0.05, Vae = Streamed with { MemoryBudget = 40_000 } };
        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(Rows().View(ml));
        IDataView scored = detector.Transform(Rows().View(ml));

        int alarms = scored.GetColumn<bool>("PredictedLabel").Count(isAlarm => isAlarm);
        Assert.InRange(alarms, 0.01 * Count, 0.12 * Count);
    }

    [Fact]
    public void Columns_of_a_table_are_streamed()
    {
        var ml = new MLContext(1);
        VaeOptions options = Streamed with { MemoryBudget = 60_000, Epochs = 2 };
        VaeEstimator encoder = ml.Transforms.VaeEncode("Latent", ["Features", "Color", "Weight"], options);
        var logged = new List<string>();
        ml.Log += (_, line) => logged.Add(line.Message);
        using VaeTransformer fitted = encoder.Fit(Rows().View(ml));

        Assert.Contains(logged, line => line.Contains("MemoryBudget", StringComparison.Ordinal));
        Assert.Equal(Count, fitted.Report.Summary.TrainingRows, 0.15 * Count);
        Assert.Equal(Count, fitted.Transform(Rows().View(ml)).GetColumn<float[]>("Latent").Count());
    }

    [Theory]
    [InlineData(300)]
    [InlineData(Count)]
    public void Validation_data_are_held_out(int validationRows)
    {
        var ml = new MLContext(1);
        IDataView validation = new NumberedRows(_ => validationRows).View(ml);
        using VaeTransformer fitted = Encode(Streamed).Fit(Rows().View(ml), validation);

        Assert.Equal(Count, fitted.Report.Summary.TrainingRows);
        Assert.InRange(fitted.Report.Summary.ValidationRows, 100, 300);
    }

    [Fact]
    public void A_model_is_trained_further_on_streamed_rows()
    {
        var ml = new MLContext(1);
        using VaeTransformer first = Encode(InMemory).Fit(new NumberedRows(_ => 300).View(ml));
        using VaeModel model = VaeModel.FromTransformer(first);
        using VaeTransformer second = Encode(Streamed).Fit(Rows().View(ml), null, model);

        Assert.InRange(second.Report.Summary.TrainingRows, 3000, Count);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void What_cannot_be_streamed_is_refused(string name) =>
        StreamingMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();

    [Fact]
    public void No_tensor_outlives_a_fit_that_is_stopped_or_refused()
    {
        long before = torch.Tensor.TotalCount;
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Bytes(Streamed with
        {
            CancellationToken = stop.Token,
            Progress = new EpochListener(_ => stop.Cancel()),
        }));
        foreach (Mistake mistake in StreamingMistakes.All)
        {
            mistake.Provoke();
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static NumberedRows Rows() => new(_ => Count);

    private static VaeEstimator Encode(VaeOptions options) =>
        new MLContext(1).Transforms.VaeEncode("Latent", "Features", options);

    private static byte[] Bytes(VaeOptions options)
    {
        using VaeTransformer fitted = Encode(options).Fit(Rows().View(new MLContext(1)));
        using VaeModel model = VaeModel.FromTransformer(fitted);
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static double Elbo(VaeTransformer fitted, IDataView data)
    {
        using VaeModel model = VaeModel.FromTransformer(fitted);
        return model.Evaluate(data).Sampled.Elbo;
    }
}
