using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Fitting;

/// <summary>Held-out rows that the user chooses: validation data, groups, and blocks of a series.</summary>
public sealed class HoldOutTests
{
    private static readonly MLContext Ml = new(1);

    private static readonly VaeOptions Options = new() { LatentDimension = 3, HiddenLayers = [16], Epochs = 5, BatchSize = 32 };

    public static TheoryData<string> Keys => ["Machine", "Number", "Day", "Ordinal", "Key"];

    public static TheoryData<string> Scores => ["Combined", "NegativeElbo", "Neighbors"];

    [Fact]
    public void Validation_data_are_the_held_out_rows_of_an_encoder()
    {
        // All rows far from the training rows: an ELBO on them is much lower.
        Sheet[] far = Rows(40, seed: 2);
        Array.ForEach(far, row => row.Features = [.. row.Features.Select(value => value + 50)]);
        VaeEstimator estimator = Ml.Transforms.VaeEncode("Latent", "Features", Options with { ValidationFraction = 0.5 });

        using VaeTransformer near = estimator.Fit(View(Ml, Rows(200)), View(Ml, Rows(40, seed: 1)));
        using VaeTransformer distant = estimator.Fit(View(Ml, Rows(200)), View(Ml, far));

        Assert.Equal((200, 40), (near.Report.Summary.TrainingRows, near.Report.Summary.ValidationRows));
        Assert.True(distant.Report.Best.Validation!.Value.Elbo < near.Report.Best.Validation!.Value.Elbo - 10);

        // Nothing is learned from them: up to the first epoch both fits are the same.
        Assert.Equal(near.Report.Epochs[0].Train, distant.Report.Epochs[0].Train);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void The_threshold_rests_on_exactly_the_validation_data(string score)
    {
        VaeAnomalyOptions options = new() { Vae = Options, Score = Named(score), Contamination = 0.25 };
        IDataView validation = View(Ml, Rows(99, seed: 1));

        using VaeAnomalyTransformer detector =
            Ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(View(Ml, Rows(300)), validation);

        // With 99 scores, the one at position 0.75 · 100 is a score of a row. The threshold lies between it and the next.
        float[] scores = [.. Table.Read(detector.Transform(validation))["Score"].Select(value => value[0]).Order()];
        Assert.Equal(99, detector.Threshold.HeldOutRows);
        Assert.Equal((300, 99), (detector.Report.Summary.TrainingRows, detector.Report.Summary.ValidationRows));
        Assert.InRange(detector.Threshold.Score, scores[74], scores[75]);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Rows_with_one_key_are_never_split(string key)
    {
        Window[] windows = Windows(600);
        VaeAnomalyOptions options = new() { Vae = Options with { SamplingKeyColumnName = key, ValidationFraction = 0.2 } };
        IDataView data = Grouped(windows);

        using VaeAnomalyTransformer detector = Ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(data);

        // 12 machines with 50 rows each.
        Assert.Equal((500, 100), (detector.Report.Summary.TrainingRows, detector.Report.Summary.ValidationRows));
        Assert.Equal(100, detector.Threshold.HeldOutRows);
        Assert.Equal(500, detector.ScoreReport.References);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Rows_in_a_gap_are_used_for_nothing(string score)
    {
        VaeAnomalyOptions options = new()
        {
            Vae = Options with { HoldOut = HoldOut.Blocks(gap: 5, count: 4), ValidationFraction = 0.2 },
            Score = Named(score),
        };

        using VaeAnomalyTransformer detector =
            Ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(View(Ml, Rows(400)));

        // Seven gaps of five rows.
        Assert.Equal((285, 80), (detector.Report.Summary.TrainingRows, detector.Report.Summary.ValidationRows));
        Assert.Equal(80, detector.Threshold.HeldOutRows);
        Assert.Equal(score == "NegativeElbo" ? 0 : 285, detector.ScoreReport.References);
        Assert.Equal(0, detector.ScoreReport.TrimmedRows);
    }

    /// <summary>Windows of one walk, each shifted by one value: random rows to hold out are nearly training rows.</summary>
    [Fact]
    public void Blocks_give_overlapping_windows_a_threshold_that_new_windows_keep()
    {
        double[] walk = Walk(4000, seed: 3);
        double random = FalseAlarms(HoldOut.Random);
        double blocks = FalseAlarms(HoldOut.Blocks(gap: Width - 1));

        Assert.InRange(blocks, 0, 0.2);
        Assert.True(random > 2 * blocks, $"{random} against {blocks}");

        double FalseAlarms(HoldOut holdOut)
        {
            VaeAnomalyOptions options = new() { Vae = Options with { HoldOut = holdOut, ValidationFraction = 0.3 } };
            using VaeAnomalyTransformer detector = Ml.AnomalyDetection.Trainers.Vae("Features", options)
                .Fit(View(Ml, Overlapping(walk[..800])));
            return Table.Read(detector.Transform(View(Ml, Overlapping(walk[800..]))))["PredictedLabel"].Average(row => row[0]);
        }
    }

    [Fact]
    public void The_same_seed_holds_out_the_same_groups()
    {
        VaeOptions options = Options with { SamplingKeyColumnName = "Machine", Seed = 5 };
        double Elbo(VaeOptions options)
        {
            using VaeTransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", options).Fit(Grouped(Windows(600)));
            return fitted.Report.Summary.Elbo;
        }

        Assert.Equal(Elbo(options), Elbo(options));
        Assert.Equal(Elbo(options), Elbo(options with { SamplingKeyColumnName = "Number" }));
    }

    [Fact]
    public void The_key_is_read_in_the_pass_that_reads_the_features_and_not_when_scoring()
    {
        IDataView data = Grouped(Windows(600));
        using VaeTransformer fitted = Ml.Transforms
            .VaeEncode("Latent", "Features", Options with { SamplingKeyColumnName = "Machine" }).Fit(data);

        IDataView without = Ml.Transforms.DropColumns("Machine").Fit(data).Transform(data);

        Assert.Equal(600, Table.Read(fitted.Transform(without))["Latent"].Length);
    }

    private static AnomalyScore Named(string score) => score switch
    {
        "Neighbors" => AnomalyScore.Neighbors(),
        "NegativeElbo" => AnomalyScore.NegativeElbo,
        _ => AnomalyScore.Combined,
    };

    private static double[] Walk(int length, int seed)
    {
        var random = new Random(seed);
        double speed = 0;
        double level = 0;
        return
        [
            .. Enumerable.Range(0, length).Select(_ =>
            {
                speed = (0.9 * speed) + random.NextDouble() - 0.5;
                return level = (0.98 * level) + speed;
            }),
        ];
    }

    private static Sheet[] Overlapping(double[] series) =>
    [
        .. Enumerable.Range(0, series.Length - Width + 1)
            .Select(start => new Sheet { Features = [.. series[start..(start + Width)].Select(value => (float)value)] }),
    ];

    private static Window[] Windows(int count) =>
    [
        .. Rows(count).Select((row, i) => new Window
        {
            Features = row.Features,
            Machine = $"machine {i % 12}",
            Number = i % 12,
            Day = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i % 12),
            Ordinal = (ulong)(i % 12),
        }),
    ];

    private static IDataView Grouped(Window[] windows)
    {
        IDataView rows = Ml.Data.LoadFromEnumerable(windows);
        return Ml.Transforms.Conversion.MapValueToKey("Key", nameof(Window.Machine)).Fit(rows).Transform(rows);
    }

    private sealed class Window
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public string Machine { get; set; } = "";

        public double Number { get; set; }

        public DateTime Day { get; set; }

        public ulong Ordinal { get; set; }
    }
}
