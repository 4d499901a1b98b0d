using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Has negative spans of time, the last day that there is, the largest number, and counts far from 0.</summary>
public sealed class HasValuesAtTheEndsOfTheirTypesTests
{
    private static readonly VaeOptions Options =
        new() { LatentDimension = 2, HiddenLayers = [16], Epochs = 3, Seed = 1, MissingValues = MissingValues.Mask };

    private readonly MLContext _ml = new(1);

    [Fact]
    public void Negative_spans_stay_negative()
    {
        IDataView rows = Rows();
        using VaeTransformer fitted = _ml.Transforms.VaeEncode("Latent", ["Delay", "Amount"], Options).Fit(rows);

        Assert.Equal(rows.GetColumn<TimeSpan>("Delay"), fitted.Model.Impute(rows).GetColumn<TimeSpan>("Delay"));
        Assert.Contains(
            fitted.Model.SampleRows(_ml, 400, 1).GetColumn<TimeSpan>("Delay"), delay => delay < TimeSpan.FromMinutes(-5));
    }

    [Fact]
    public void The_last_moment_is_drawn_imputed_explained_and_compared()
    {
        IDataView rows = Rows();
        using VaeAnomalyTransformer detector = _ml.AnomalyDetection.Trainers
            .Vae(["Until", "Amount"], new VaeAnomalyOptions { Vae = Options }).Fit(rows);

        IDataView drawn = detector.Model.SampleRows(_ml, 200, 1);

        Assert.Equal(200, drawn.GetColumn<DateTime>("Until").Count());
        Assert.Equal(300, detector.Model.Impute(rows).GetColumn<DateTime>("Until").Count());
        Assert.Contains("Until", $"{detector.Explain(_ml.Data.TakeRows(rows, 1))[0]}", StringComparison.Ordinal);
        Assert.NotNull(TableQuality.Compare(_ml, rows, drawn));
    }

    [Fact]
    public void The_largest_numbers_are_drawn_near_themselves()
    {
        IDataView rows = Rows();
        using VaeTransformer fitted = _ml.Transforms.VaeEncode("Latent", ["Large", "Amount"], Options).Fit(rows);

        IEnumerable<ulong> drawn = fitted.Model.SampleRows(_ml, 200, 1).GetColumn<ulong>("Large");
        Assert.All(drawn, value => Assert.True(value > 18_400_000_000_000_000_000));
    }

    [Theory]
    [InlineData("Poisson")]
    [InlineData("LogNormal")]
    [InlineData("NegativeBinomial")]
    public void Amounts_far_from_zero_have_the_likelihoods_of_amounts(string name)
    {
        Likelihood likelihood = name switch
        {
            "Poisson" => Likelihood.Poisson,
            "LogNormal" => Likelihood.LogNormal,
            _ => Likelihood.NegativeBinomial,
        };
        VaeOptions options = Options with { Epochs = 20, Likelihood = Likelihood.Mixed(("Count", likelihood)) };
        using VaeTransformer fitted = _ml.Transforms.VaeEncode("Latent", ["Count", "Amount"], options).Fit(Rows());

        // After twenty epochs the mean of a count is still some percent off.
        Assert.InRange(fitted.Model.SampleRows(_ml, 100, 1).GetColumn<double>("Count").Average(), 75_000, 130_000);
    }

    [Fact]
    public void Given_numbers_are_as_they_were_given_and_each_is_given_once()
    {
        using VaeTransformer fitted = _ml.Transforms.VaeEncode("Latent", ["Count", "Until", "Amount"], Options).Fit(Rows());
        var noon = new DateTime(2025, 1, 5, 12, 0, 0, DateTimeKind.Unspecified);

        IDataView drawn = fitted.Model.SampleRows(_ml, 5, 1, ("Count", 100_003.5), ("Until", noon));

        Assert.All(drawn.GetColumn<double>("Count"), count => Assert.Equal(100_003.5, count));
        Assert.All(drawn.GetColumn<DateTime>("Until"), until => Assert.Equal(noon, until));
        var thrown = Assert.Throws<ArgumentException>(
            () => fitted.Model.SampleRows(_ml, 5, 1, ("Count", 100_003), ("Count", 100_004)));
        Assert.Contains("'Count'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_was_cut_within_a_character_is_refused()
    {
        Cut[] rows = [.. Enumerable.Range(0, 60).Select(i => new Cut { Text = i % 3 == 0 ? "cut\ud83d" : "whole", Amount = i })];

        var thrown = Assert.Throws<ArgumentException>(
            () => _ml.Transforms.VaeEncode("Latent", ["Text", "Amount"], Options).Fit(_ml.Data.LoadFromEnumerable(rows)));

        Assert.Contains("'Text'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("surrogate", thrown.Message, StringComparison.Ordinal);
    }

    private IDataView Rows()
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Contract
        {
            Delay = TimeSpan.FromMinutes(random.Next(-30, 30)),
            Until = i % 3 == 0 ? DateTime.MaxValue : new DateTime(2025, 1, 1 + (i % 28), 0, 0, 0, DateTimeKind.Unspecified),
            Large = ulong.MaxValue - (ulong)random.Next(1_000_000),
            Count = 100_000 + random.Next(9),
            Amount = random.NextSingle(),
        }).ToArray());
    }

    private sealed class Cut
    {
        public string Text { get; set; } = "";

        public float Amount { get; set; }
    }

    private sealed class Contract
    {
        public TimeSpan Delay { get; set; }

        public DateTime Until { get; set; }

        public ulong Large { get; set; }

        public double Count { get; set; }

        public float Amount { get; set; }
    }
}
