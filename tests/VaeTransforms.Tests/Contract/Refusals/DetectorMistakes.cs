using Microsoft.ML;
using Microsoft.ML.Data;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>What a detector cannot be fitted on. All of it is refused before training.</summary>
internal static class DetectorMistakes
{
    public static IReadOnlyList<Mistake> All { get; } =
    [
        Fit(
            "Two rows, of which no row can be held out",
            ml => View(ml, Rows(2)),
            Held(0.9),
            "Contamination = 0.05",
            "Vae.ValidationFraction = 0.9",
            "2 rows",
            "'Features'"),
        Fit(
            "Three rows, of which no row is held out",
            ml => View(ml, Rows(3)),
            Held(0.2),
            "Contamination = 0.05",
            "Vae.ValidationFraction = 0.2",
            "3 rows",
            "'Features'"),
        Fit(
            "Too few held-out rows for a guaranteed rate",
            ml => View(ml, Rows(100)),
            Held(0.5) with { Score = AnomalyScore.NegativeElbo, Threshold = ThresholdRule.AtMostRate(0.05) },
            "59 held-out rows",
            "50"),
        FitColumn("A label among the features", "All", Labeled, new VaeAnomalyOptions(), "'All'", "slot 12 ('Label')"),
        FitColumn("The label as features", "Label", LabelOnly, new VaeAnomalyOptions(), "'Label'"),
        Fit(
            "Contributions of too many slots",
            Wide,
            new VaeAnomalyOptions { FeatureContributionsColumnName = "Reasons" },
            "4096",
            "4097"),
    ];

    private static VaeAnomalyOptions Held(double fraction) => new() { Vae = Quick with { ValidationFraction = fraction } };

    private static IDataView Labeled(MLContext ml)
    {
        IDataView rows = ml.Data.LoadFromEnumerable(Rows(50).Select(row => new LabeledRow { Features = row.Features }));
        return ml.Transforms.Concatenate("All", "Features", "Label").Fit(rows).Transform(rows);
    }

    private static IDataView LabelOnly(MLContext ml)
    {
        IDataView rows = Labeled(ml);
        return ml.Transforms.CopyColumns("Label", "Features").Fit(rows).Transform(rows);
    }

    private static IDataView Wide(MLContext ml)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sheet));
        schema[nameof(Sheet.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4097);
        return ml.Data.LoadFromEnumerable(new[] { new Sheet { Features = new float[4097] } }, schema);
    }

    private static Mistake Fit(
        string name, Func<MLContext, IDataView> data, VaeAnomalyOptions options, params string[] facts) =>
        FitColumn(name, "Features", data, options, facts);

    private static Mistake FitColumn(
        string name, string column, Func<MLContext, IDataView> data, VaeAnomalyOptions options, params string[] facts) => new(
        name,
        typeof(ArgumentException),
        _ =>
        {
            var ml = new MLContext(1);
            VaeAnomalyOptions untrained = options with { Vae = options.Vae with { Progress = new NoTraining() } };
            ml.AnomalyDetection.Trainers.Vae(column, untrained).Fit(data(ml));
        },
        facts);

    private sealed class LabeledRow
    {
        public float Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}
