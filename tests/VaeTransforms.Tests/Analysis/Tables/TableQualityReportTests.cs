using System.Text.Json;
using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Analysis.Persons;

namespace VaeTransforms.Tests.Analysis;

public sealed class TableQualityReportTests
{
    private static readonly TableQualityOptions Options = new() { LabelColumnName = "Owner", MaxRows = 100, Seed = 3 };

    [Fact]
    public void Equal_seeds_give_equal_reports()
    {
        string once = Report(Options).ToJson();

        Assert.Equal(once, Report(Options).ToJson());
        Assert.NotEqual(once, Report(Options with { Seed = 4 }).ToJson());
    }

    [Fact]
    public void The_text_has_every_measure_and_a_line_for_each_column()
    {
        string text = Report(Options).ToString();

        string[] parts =
        [
            "300 real rows, 200 synthetic rows, 250 hold-out rows",
            "column shapes 0.9",
            "pair trends   0.9",
            "real or synthetic: AUC 0.",
            "equal to a training row: 0.00 % of the synthetic rows, 0.00 % of the hold-out rows",
            "nearer to a training row than to a hold-out row: ",
            "'Owner' predicted on the hold-out rows",
            "0.0 %  Category  City",
            "score  pairs with the largest error",
        ];
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_JSON_has_the_figures_of_the_report()
    {
        TableQualityReport report = Report(Options);

        JsonElement json = JsonDocument.Parse(report.ToJson()).RootElement;

        Assert.Equal(report.ShapeScore, json.GetProperty("ShapeScore").GetDouble());
        Assert.Equal("City", json.GetProperty("Shapes")[1].GetProperty("Name").GetString());
        Assert.Equal("Category", json.GetProperty("Shapes")[1].GetProperty("Kind").GetString());
        Assert.Equal(report.Copies.NearerToTraining, json.GetProperty("Copies").GetProperty("NearerToTraining").GetDouble());
        JsonElement gap = json.GetProperty("Usefulness").GetProperty("Gap");
        Assert.Equal(report.Usefulness!.Gap.Accuracy, gap.GetProperty("Accuracy").GetDouble());
    }

    [Fact]
    public void Without_a_label_and_hold_out_rows_the_report_has_the_other_measures()
    {
        TableQualityReport report = Compare(Draw(100, seed: 1), Draw(100, seed: 2));

        Assert.Null(report.Usefulness);
        Assert.Equal(0, report.HoldoutRows);
        Assert.DoesNotContain("predicted", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_only_one_table_has_are_named()
    {
        IDataView rows = View(Draw(20, seed: 1));
        IDataView fewer = Ml.Transforms.DropColumns("City").Fit(rows).Transform(rows);

        TableQualityReport report = TableQuality.Compare(Ml, rows, fewer);
        TableQualityReport asked = TableQuality.Compare(Ml, rows, fewer, options: new() { Columns = ["Age"] });

        Assert.Equal(["City"], report.Unpaired);
        Assert.Contains("not compared, in one table only: 'City'", report.ToString(), StringComparison.Ordinal);
        Assert.Empty(asked.Unpaired);
    }

    [Fact]
    public void Null_is_refused()
    {
        Person[] rows = Draw(20, seed: 1);

        Assert.Throws<ArgumentNullException>("mlContext", () => TableQuality.Compare(null!, View(rows), View(rows)));
        Assert.Throws<ArgumentNullException>("real", () => TableQuality.Compare(Ml, null!, View(rows)));
        Assert.Throws<ArgumentNullException>("synthetic", () => TableQuality.Compare(Ml, View(rows), null!));
    }

    private static TableQualityReport Report(TableQualityOptions options) =>
        Compare(Draw(300, seed: 1), Draw(200, seed: 2), Draw(250, seed: 3), options);
}
