using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Conditions.Machines;

namespace VaeTransforms.Tests.Contract.Conditions;

/// <summary>A detector that is told the mode of a machine: what is normal in one mode is not in another.</summary>
[Collection(typeof(Alone))]
public sealed class ConditionalDetectorTests
{
    private static readonly VaeOptions Vae = Options with
    {
        ScoreColumnName = null,
        ReconstructionColumnName = null,
        ReconstructionErrorColumnName = null,
    };

    private static readonly VaeAnomalyOptions Detector = new()
    {
        Vae = Vae,
        PValueColumnName = "PValue",
        TypicalityColumnName = "Typicality",
        FeatureContributionsColumnName = "Contributions",
        AnomalyMapColumnName = "Map",
    };

    [Theory]
    [InlineData("Mode")]
    [InlineData("ModeKey")]
    [InlineData("ModeNumber")]
    [InlineData("Load")]
    [InlineData("Setting")]
    public void It_is_the_same_detector_fitted_loaded_and_made_from_its_model(string column)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(300));
        IDataView other = View(ml, Rows(60, seed: 3));
        VaeAnomalyOptions options = Detector with { Vae = Vae with { ConditionColumnName = column, Epochs = 5 } };
        VaeAnomalyEstimator estimator = ml.AnomalyDetection.Trainers.Vae("Features", options);
        using VaeAnomalyTransformer fitted = estimator.Fit(data);

        Dictionary<string, float[][]> expected = Table.Read(fitted.Transform(other));
        Assert.All(expected["Contributions"].Concat(expected["Map"]), row => Assert.Equal(Width, row.Length));
        Assert.Equal(expected["Map"], fitted.Model.AnomalyMaps(fitted.Model.ReadRows(other)));
        Table.AssertNear(expected, Table.Read(Subjects.SaveAndLoad(fitted, data.Schema, out _).Transform(other)));
        Table.AssertNear(expected, Table.Read(Subjects.SaveAndLoadVae(fitted, data.Schema).Transform(other)));
        ITransformer made = fitted.Model.ToDetector(ml, options);
        using var owner = (IDisposable)made;
        Table.AssertNear(expected, Table.Read(made.Transform(other)));
        Assert.Equal(["Features", column], fitted.Model.InputColumnNames);
    }

    [Fact]
    public void Rows_of_another_mode_are_found_in_this_one()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(1000));
        Machine[] normal = Rows(300, seed: 3);
        Machine[] swapped = [.. Rows(300, seed: 4).Select(row => With(row, Next(row.Mode)))];
        using VaeAnomalyTransformer told = ml.AnomalyDetection.Trainers.Vae("Features", Detector).Fit(data);
        using VaeAnomalyTransformer untold = ml.AnomalyDetection.Trainers
            .Vae("Features", Detector with { Vae = Vae with { ConditionColumnName = null } }).Fit(data);

        Assert.InRange(Flagged(told, swapped), 0.95, 1);
        Assert.InRange(Flagged(told, normal), 0, 0.1);
        Assert.InRange(Flagged(untold, swapped), 0, 0.1);

        // Each value of a normal row is about as odd as a held-out one, 1 nat in the mean.
        Assert.InRange(Oddness(told, normal), 0.7, 1.5);
        Assert.InRange(Oddness(told, swapped), 3, double.PositiveInfinity);
        Assert.InRange(Oddness(untold, swapped), 0.7, 2);

        double Flagged(VaeAnomalyTransformer detector, Machine[] rows) =>
            detector.Transform(View(ml, rows)).GetColumn<bool>("PredictedLabel").Average(flag => flag ? 1.0 : 0);

        double Oddness(VaeAnomalyTransformer detector, Machine[] rows) =>
            detector.Transform(View(ml, rows)).GetColumn<float[]>("Map").Average(map => (double)map.Average());
    }

    [Fact]
    public void A_rare_condition_alone_is_not_odd()
    {
        var ml = new MLContext(1);
        Machine[] rows = Rows(400);
        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers
            .Vae("Features", Detector with
            {
                Score = AnomalyScore.Neighbors(),
                Vae = Vae with { ConditionColumnName = "Load", Epochs = 2 },
            })
            .Fit(View(ml, rows));

        Assert.Equal(
            Scores(rows),
            Scores([.. rows.Select(row => new Machine { Features = row.Features, Load = 1000 })]));

        float[] Scores(Machine[] rows) =>
            [.. detector.Transform(ml.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score")];
    }

    [Fact]
    public void Trimming_looks_at_the_features_alone()
    {
        var ml = new MLContext(1);
        Machine[] rows = Rows(400);
        foreach (Machine row in rows)
        {
            row.Load = 0;
        }

        // A condition that is far from the others, and features that are.
        rows[7].Load = 1e6f;
        rows[11].Features = [.. rows[11].Features.Select(value => value + 1000)];
        VaeAnomalyOptions options = Detector with
        {
            TrimmedShare = 1.0 / rows.Length,
            Vae = Vae with { ConditionColumnName = "Load", Epochs = 2 },
        };
        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers
            .Vae("Features", options).Fit(ml.Data.LoadFromEnumerable(rows), ml.Data.LoadFromEnumerable(Rows(60, seed: 2)));

        // The row that is trimmed does not decide the scale that features are normalized by.
        Assert.Equal(1, detector.ScoreReport.TrimmedRows);
        Assert.True(detector.Model.Decode([0, 0], detector.Model.Condition(0f))[0] < 40);
    }

    [Fact]
    public void An_explanation_names_the_features_and_expects_them_in_this_mode()
    {
        var ml = new MLContext(1);
        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers
            .Vae("Features", Detector).Fit(View(ml, Rows(1000)));
        Machine row = Rows(1, seed: 5)[0];
        row.Features[2] += 8;

        AnomalyExplanation explanation = detector.Model.Explain(View(ml, [row]), top: 10)[0];

        Assert.Equal(Width, explanation.Slots.Count);
        Assert.Equal(2, explanation.Slots[0].Slot);
        Assert.All(explanation.Slots, slot => Assert.StartsWith("Features", slot.Name, StringComparison.Ordinal));
        Assert.InRange(explanation.Slots[0].Expected, row.Features[2] - 11, row.Features[2] - 5);
    }

    [Fact]
    public void A_class_can_be_the_condition_although_its_column_is_called_label()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        IDataView labeled = ml.Transforms.CopyColumns("Label", "ModeKey").Fit(data).Transform(data);

        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers
            .Vae("Features", Detector with { Vae = Vae with { ConditionColumnName = "Label", Epochs = 2 } }).Fit(labeled);

        Assert.All(detector.Transform(labeled).GetColumn<float>("Score"), score => Assert.True(float.IsFinite(score)));
    }

    private static string Next(string mode) => Modes[(Array.IndexOf(Modes, mode) + 1) % Modes.Length];

    private static Machine With(Machine row, string mode) =>
        new() { Features = row.Features, Load = row.Load, Mode = mode, Setting = row.Setting };
}
