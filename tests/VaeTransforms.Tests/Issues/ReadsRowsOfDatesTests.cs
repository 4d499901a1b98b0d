using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>
/// Reads rows of columns that lie far from 0, such as dates, as slots, and gives them to members of the model that take rows.
/// </summary>
public sealed class ReadsRowsOfDatesTests
{
    private static readonly DateTime Noon = new(2025, 5, 1, 12, 0, 0, DateTimeKind.Unspecified);
    private readonly MLContext _ml = new(1);

    [Fact]
    public void They_score_as_in_the_view()
    {
        IDataView visits = Visits(400);
        using VaeAnomalyTransformer detector = _ml.AnomalyDetection.Trainers
            .Vae(["At", "Stamp", "Amount"], new VaeAnomalyOptions { Vae = Options with { Epochs = 10 } })
            .Fit(visits);
        float[] expected = [.. detector.Transform(visits).GetColumn<float>("Score")];

        float[][] rows = detector.Model.ReadRows(visits);

        Assert.Equal(expected, detector.Model.Score(rows), (one, other) => Math.Abs(one - other) < 1e-3);
        Assert.Equal([true, true, false], detector.Model.RowCenters!.Select(center => center != 0));
        AnomalyExplanation ofRow = detector.Explain(rows[3]);
        AnomalyExplanation ofView = detector.Explain(_ml.Data.TakeRows(_ml.Data.SkipRows(visits, 3), 1))[0];
        Assert.Equal($"{ofView}", $"{ofRow}");
    }

    [Fact]
    public void Rows_and_centers_together_are_the_values()
    {
        IDataView visits = Visits(200);
        using VaeTransformer fitted = _ml.Transforms
            .VaeEncode("Latent", ["At", "Stamp", "Amount"], Options with { ReconstructionColumnName = "Again" })
            .Fit(visits);
        VaeModel model = fitted.Model;
        float[][] rows = model.ReadRows(visits);
        DateTime[] times = [.. visits.GetColumn<DateTime>("At")];
        float[][] again = [.. fitted.Transform(visits).GetColumn<float[]>("Again")];

        Assert.All(rows.Zip(times), pair => Assert.Equal(pair.Second.Ticks, pair.First[0] + model.RowCenters![0], 1e4));

        // The column has the values themselves, as a Single holds them.
        Assert.All(model.Reconstruct(rows).Zip(again), pair => Assert.All(Enumerable.Range(0, 3), slot => Assert.Equal(
            1, (pair.First[slot] + model.RowCenters![slot]) / pair.Second[slot], 1e-6)));
    }

    [Fact]
    public void A_row_without_its_center_subtracted_is_refused()
    {
        using VaeTransformer fitted = _ml.Transforms
            .VaeEncode("Latent", ["At", "Stamp", "Amount"], Options with { Epochs = 1 }).Fit(Visits(100));

        var thrown = Assert.Throws<ArgumentException>(() => fitted.Model.Encode([Noon.Ticks, 0, 1]));

        Assert.Contains("RowCenters[0]", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("ReadRows", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_latent_space_is_measured_as_if_they_lay_near_zero()
    {
        IDataView visits = Visits(600);
        using VaeTransformer fitted = _ml.Transforms
            .VaeEncode("Latent", ["At", "Amount"], Options with { Epochs = 60 }).Fit(visits);

        LatentSpaceReport report = LatentSpace.Analyze(fitted.Model, visits);
        SlotResponseReport responses = LatentSpace.SlotResponses(fitted.Model, visits);

        Assert.True(report.Completeness.Value > 0.5, $"{report.Completeness}");
        Assert.Contains(responses.Responses, response => response[0] > 0.1 * responses.SlotScales[0]);
    }

    [Fact]
    public void An_explanation_has_midnight_where_the_column_has_days()
    {
        var random = new Random(1);
        Visit[] rows = [.. Enumerable.Range(0, 400).Select(_ => new Visit
        {
            At = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(random.Next(365)),
            Amount = random.NextSingle(),
        })];
        IDataView days = _ml.Data.LoadFromEnumerable(rows);
        using VaeAnomalyTransformer detector = _ml.AnomalyDetection.Trainers
            .Vae(["At", "Amount"], new VaeAnomalyOptions { Vae = Options with { Epochs = 2 } })
            .Fit(days);

        IReadOnlyList<AnomalyExplanation> explanations = detector.Explain(_ml.Data.TakeRows(days, 100));

        Assert.All(explanations.Index(), one => Assert.Equal(
            rows[one.Index].At.Ticks, one.Item.Slots.Single(slot => slot.Name == "At").Value));
    }

    private static VaeOptions Options { get; } = new() { LatentDimension = 2, HiddenLayers = [16], Epochs = 3, Seed = 1 };

    /// <summary>Visits within an hour, each with the seconds since 1970, and an amount that follows from them.</summary>
    private IDataView Visits(int count)
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            float minute = 60 * random.NextSingle();
            return new Visit
            {
                At = Noon.AddMinutes(minute),
                Stamp = 1_746_100_800 + (long)(60 * minute),
                Amount = minute + (10 * random.NextSingle()),
            };
        }).ToArray());
    }

    private sealed class Visit
    {
        public DateTime At { get; set; }

        public long Stamp { get; set; }

        public float Amount { get; set; }
    }
}
