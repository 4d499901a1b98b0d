using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>The contributions and the explanation of a row.</summary>
[Collection(DetectorFixture.Collection)]
public sealed class DetectorExplanationTests(DetectorFixture fixture)
{
    private VaeAnomalyTransformer Detector => fixture.Detector;

    [Fact]
    public void The_slot_that_is_wrong_contributes_most()
    {
        Sheet[] rows = Rows(500, seed: 7);
        float[] deviations = [.. Enumerable.Range(0, Width).Select(slot => Deviation(rows, slot))];
        var random = new Random(7);
        int[] wrong = [.. rows.Select(_ => random.Next(Width))];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].Features[wrong[i]] += 5 * deviations[wrong[i]] * (random.Next(2) == 0 ? 1 : -1);
        }

        float[][] reasons = Table.Read(Detector.Transform(View(fixture.Ml, rows)))["Reasons"];
        Assert.InRange(reasons.Select((values, i) => Array.IndexOf(values, values.Max()) == wrong[i] ? 1 : 0).Average(), 0.9, 1);
    }

    [Fact]
    public void An_explanation_names_the_slot_its_value_and_what_was_expected_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            float[] row = Rows(1, seed: 8)[0].Features;
            row[4] = -500;
            AnomalyExplanation explanation = Detector.Explain(row, top: 2);

            Assert.True(explanation.IsAnomaly);
            Assert.Equal(2, explanation.Slots.Count);
            SlotExplanation slot = explanation.Slots[0];
            Assert.Equal((4, "sensor 4", -500), (slot.Slot, slot.Name, slot.Value));
            Assert.InRange(slot.Expected, 395, 405);
            Assert.InRange(slot.Share, 0.5, 1);
            Assert.Matches(@"^sensor 4: −500\.\d+ where 40\d\.\d+ ± \d\.\d+ was expected$", slot.ToString());
            Assert.Matches(@"^Score \S+ is above the threshold of \S+; p = 0\.0017\nsensor 4", explanation.ToString());

            // A row by itself is computed by other code than a batch, and rounds differently on some processors.
            Assert.Equal(
                Detector.Model.Reconstruct(row), explanation.Counterfactual, (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Abs(a));
            Assert.Null(explanation.CounterfactualRow);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_counterfactual_is_the_nearest_normal_row()
    {
        float[] row = Rows(50, seed: 8).Select(sheet => sheet.Features)
            .First(features => Detector.Model.Score(features) <= Detector.Threshold.Score);
        float[] anomalous = [.. row];
        anomalous[4] = -500;
        float[][] given = [anomalous, Rows(1, seed: 9)[0].Features, row, Rows(1, seed: 10)[0].Features];

        AnomalyExplanation explanation = Detector.Explain(anomalous, normalRows: given);

        Assert.Equal(2, explanation.CounterfactualRow);
        Assert.Equal(row, explanation.Counterfactual);
    }

    [Fact]
    public void A_model_file_keeps_what_explanations_and_thresholds_need()
    {
        using var file = new MemoryStream();
        Detector.Model.Save(file);
        file.Position = 0;
        using VaeModel loaded = VaeModel.Load(file);
        float[] row = Rows(1, seed: 8)[0].Features;

        Assert.Equal(Detector.Threshold, loaded.Threshold);
        Assert.Equal(Detector.Explain(row).ToString(), loaded.Explain(row).ToString());
    }

    [Fact]
    public void What_cannot_be_explained_is_refused_with_the_reason()
    {
        float[] row = Rows(1)[0].Features;
        row[3] = float.NaN;
        Assert.Equal(
            "The row has NaN in sensor 3, so it has no score to explain. Put a number in its place.",
            Assert.Throws<ArgumentException>(() => Detector.Explain(row)).Message);
        Assert.Throws<ArgumentException>(() => Detector.Explain(new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Detector.Explain(Rows(1)[0].Features, top: 0));

        IDataView rows = View(fixture.Ml, Rows(50));
        using VaeTransformer encoder = fixture.Ml.Transforms.VaeEncode("Latent", "Features", Quick).Fit(rows);
        Assert.StartsWith(
            "The model was not trained as an anomaly detector.",
            Assert.Throws<InvalidOperationException>(() => encoder.Model.Explain(Rows(1)[0].Features)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => encoder.Model.WithThreshold(ThresholdRule.AtScore(1)));
    }

    [Fact]
    public void Contributions_of_too_many_slots_are_refused_before_training()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sheet));
        schema[nameof(Sheet.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4097);
        IDataView wide = fixture.Ml.Data.LoadFromEnumerable(new[] { new Sheet { Features = new float[4097] } }, schema);

        Assert.Equal(
            "Contributions are computed by replacing each slot in turn, for at most 4096 slots, but there are 4097. "
                + "Compare the row with its reconstruction instead.",
            Assert.Throws<ArgumentException>(() => fixture.Ml.AnomalyDetection.Trainers
                .Vae("Features", new VaeAnomalyOptions { FeatureContributionsColumnName = "Reasons" }).Fit(wide)).Message);
    }

    private static float Deviation(Sheet[] rows, int slot)
    {
        double mean = rows.Average(row => (double)row.Features[slot]);
        return (float)Math.Sqrt(rows.Average(row => Math.Pow(row.Features[slot] - mean, 2)));
    }
}
