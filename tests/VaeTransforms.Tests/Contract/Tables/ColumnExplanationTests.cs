using System.Globalization;
using Microsoft.ML;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>The explanation of a row of a table names columns, and the values of categories.</summary>
public sealed class ColumnExplanationTests(ColumnExplanationTests.Fitted fitted) : IClassFixture<ColumnExplanationTests.Fitted>
{
    private static readonly string[] Columns = ["Job", "Paid", "Amount", "Price", "Placed", "Took"];

    private readonly MLContext _ml = new(1);
    private readonly VaeAnomalyTransformer _detector = fitted.Detector;

    [Fact]
    public void A_wrong_category_comes_first_with_its_name_and_the_probability_of_the_expected_one()
    {
        Order[] rows = Orders.Rows(40, seed: 9);
        string[] right = [.. rows.Select(row => row.Job)];
        foreach (Order row in rows)
        {
            row.Job = Orders.Jobs[(Array.IndexOf(Orders.Jobs, row.Job) + 2) % 4];
        }

        IReadOnlyList<AnomalyExplanation> explanations = _detector.Explain(_ml.Data.LoadFromEnumerable(rows), top: 2);

        int first = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            SlotExplanation slot = explanations[i].Slots[0];
            if (slot.Name == "Job" && slot.Category!.Expected == right[i])
            {
                first++;
                Assert.Equal((rows[i].Job, 1), (slot.Category.Value, slot.Value));
                Assert.InRange(slot.Category.Probability, 0.4f, 1);
                Assert.Equal(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Job: {rows[i].Job} where {right[i]} ({slot.Category.Probability:F2}) was expected"),
                    slot.ToString());
            }
        }

        Assert.True(first >= 36, string.Join('\n', explanations.Select((one, i) => $"{right[i]} {one}")));
    }

    [Fact]
    public void An_unseen_category_is_called_unseen()
    {
        Order row = Orders.Rows(1, seed: 9)[0];
        string right = row.Job;
        row.Job = "Astronaut";

        SlotExplanation slot = Explain(row, "Job");

        Assert.Equal((null, right, 0), (slot.Category!.Value, slot.Category.Expected, slot.Value));
        Assert.StartsWith($"Job: an unseen value where {right} (", slot.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_and_Booleans_are_shown_as_such()
    {
        Order row = Orders.Rows(1, seed: 9)[0];
        bool paid = row.Paid;
        row.Placed = new DateTime(2027, 6, 1, 12, 30, 0, DateTimeKind.Utc);
        row.Took = TimeSpan.FromHours(50);
        Order unpaid = Orders.Rows(1, seed: 9)[0];
        unpaid.Paid = !paid;

        Assert.Matches(
            @"^Placed: 2027-06-01 12:(29:5\d|30:0\d) where 2026-03-\d\d \d\d:\d\d:\d\d ± \d+\.\d (days|hours) was expected$",
            Explain(row, "Placed").ToString());
        Assert.Matches(@"^Took: 3000\.0 where −?\d+\.\d ± \d+\.\d minutes was expected$", Explain(row, "Took").ToString());
        Assert.Matches($@"^Paid: {!paid} where {paid} \((0\.\d\d|1\.00)\) was expected$", Explain(unpaid, "Paid").ToString());
    }

    [Fact]
    public void A_missing_column_is_not_among_the_reasons()
    {
        Order row = Orders.Rows(1, seed: 9)[0];
        row.Job = "";
        row.Amount = 1e4f;

        AnomalyExplanation explanation = Assert.Single(_detector.Explain(_ml.Data.LoadFromEnumerable([row]), top: 10));

        Assert.Equal("Amount", explanation.Slots[0].Name);
        Assert.Equal(
            Columns.Except(["Job"]).Order(StringComparer.Ordinal),
            explanation.Slots.Select(slot => slot.Name).Order(StringComparer.Ordinal));
        Assert.True(float.IsFinite(explanation.Score));
    }

    [Fact]
    public void A_row_without_a_score_is_refused_with_its_number()
    {
        Order[] rows = Orders.Rows(3, seed: 9);
        rows[2].Price = double.NegativeInfinity;

        Assert.Equal(
            "Row 2 has -∞ in Price, so it has no score to explain. Put a number in its place.",
            Assert.Throws<ArgumentException>(() => _detector.Explain(_ml.Data.LoadFromEnumerable(rows))).Message
                .Replace("-Infinity", "-∞", StringComparison.Ordinal));
    }

    [Fact]
    public void A_loaded_model_gives_the_same_explanation()
    {
        using var file = new MemoryStream();
        _detector.Model.Save(file);
        file.Position = 0;
        using VaeModel loaded = VaeModel.Load(file);
        IDataView rows = _ml.Data.LoadFromEnumerable(Orders.Rows(3, seed: 9));

        Assert.Equal(
            _detector.Explain(rows).Select(explanation => $"{explanation}"),
            loaded.Explain(rows).Select(explanation => $"{explanation}"));
    }

    private SlotExplanation Explain(Order row, string column) =>
        _detector.Explain(_ml.Data.LoadFromEnumerable([row]), top: 10)[0].Slots.Single(slot => slot.Name == column);

    /// <summary>A detector that was fitted once, long enough to know what belongs together.</summary>
    public sealed class Fitted : IDisposable
    {
        public VaeAnomalyTransformer Detector { get; } = Fit(new MLContext(1));

        public void Dispose() => Detector.Dispose();

        private static VaeAnomalyTransformer Fit(MLContext ml) => ml.AnomalyDetection.Trainers
            .Vae(Columns, new VaeAnomalyOptions
            {
                Score = AnomalyScore.NegativeElbo,
                Vae = new()
                {
                    LatentDimension = 2,
                    HiddenLayers = [48],
                    Epochs = 200,
                    BatchSize = 32,
                    LearningRate = 5e-3,
                    ValidationFraction = 0.25,
                    Seed = 1,
                    MissingValues = MissingValues.Mask,
                },
            }).Fit(ml.Data.LoadFromEnumerable(Orders.RowsWithGaps(1000)));
    }
}
