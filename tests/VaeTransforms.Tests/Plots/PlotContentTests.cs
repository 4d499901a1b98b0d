using System.Xml.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Plots;
using VaeTransforms.Plots.Inputs;
using Xunit;

namespace VaeTransforms.Tests.Plots;

/// <summary>The texts and the marks of pictures with axes.</summary>
public sealed class PlotContentTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [Fact]
    public void Two_dimensions_are_drawn_as_they_are_and_more_as_principal_components()
    {
        string[] both = LatentScatter.Draw(SamplePictures.Rows(20, 2)).Texts();
        Assert.Empty(new[] { "z[0], latent mean", "z[1], latent mean" }.Except(both));

        // All variance in two of three dimensions, 4 to 1.
        float[][] codes = [[2, 0, 5], [-2, 0, 5], [0, 1, 5], [0, -1, 5]];
        Assert.Empty(
            new[]
                {
                    "principal component 1 of 3 latent means, 80 % of their variance",
                    "principal component 2 of 3 latent means, 20 % of their variance",
                }
                .Except(LatentScatter.Draw(codes).Texts()));

        Assert.Contains("z[2], latent mean", LatentScatter.Draw(codes, new LatentScatterOptions { Dimensions = (2, 0) }).Texts());
    }

    [Fact]
    public void Labels_are_listed_in_the_order_of_their_numbers_with_a_marker_for_each_row()
    {
        XElement svg = XElement.Parse(LatentScatter.Draw(SamplePictures.Rows(6, 2), [10, 9, 9, 2, 10, 10]).ToSvg());
        string[] texts = svg.Texts();

        Assert.Equal(["2", "9", "10"], texts.Where(text => text is "2" or "9" or "10").TakeLast(3));
        Assert.Contains("label", texts);

        // The first class has circles, the third squares; one of each stands in the list.
        Assert.Equal(1 + 1, svg.Descendants().Count(element => element.Name.LocalName == "ellipse"));
    }

    [Fact]
    public void Of_many_rows_a_selection_is_drawn_and_the_heading_states_it()
    {
        Picture picture = LatentScatter.Draw(SamplePictures.Rows(1000, 2), new LatentScatterOptions { MaxPoints = 100 });

        Assert.Equal("Latent means of 1,000 rows, 100 of them drawn; the dashed circle holds 95 % of the prior", picture.Title);
        Assert.Equal(100, XElement.Parse(picture.ToSvg()).Descendants().Count(element => element.Name.LocalName == "ellipse"));
    }

    [Fact]
    public void A_selection_of_rows_keeps_the_shares_of_alternating_classes()
    {
        int[] rows = RowSelection.Of(1500, 500);

        Assert.Equal(500, rows.Distinct().Count());
        Assert.Equal(rows.Order(), rows);
        Assert.All(rows.CountBy(row => row % 3), kind => Assert.InRange(kind.Value, 130, 205));
        Assert.Equal([0, 1, 2], RowSelection.Of(3, 3));
    }

    [Fact]
    public void Of_too_many_labels_the_rarest_share_a_class()
    {
        string[] labels = [.. Enumerable.Range(0, 40).SelectMany(label => Enumerable.Repeat($"{label}", 40 - label))];
        ClassList classes = ClassList.Of(labels);

        Assert.Equal(Enumerable.Range(0, 28).Select(label => $"{label}"), classes.Names);
        Assert.Equal("12 others", classes.Rest);
        Assert.Equal(3, classes.IndexOf(Array.IndexOf(labels, "3")));
        Assert.Null(classes.IndexOf(labels.Length - 1));
    }

    [Fact]
    public void A_view_gives_codes_labels_and_scores_by_their_columns()
    {
        IDataView view = SamplePictures.View(_mlContext, 30);
        IDataView keyed = _mlContext.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(view).Transform(view);

        Assert.Empty(new[] { "Key", "kind 0", "kind 1", "kind 2" }.Except(LatentScatter.Draw(keyed, "Latent", "Key").Texts()));
        Assert.Empty(new[] { "IsAnomaly", "false", "true" }.Except(LatentScatter.Draw(view, "Latent", "IsAnomaly").Texts()));
        Assert.Empty(new[] { "Label", "0", "1", "2" }.Except(LatentScatter.Draw(view, "Latent", "Label").Texts()));
        Assert.Equal(
            "10 anomalous among 30 rows: ROC, and precision against recall", DetectionCurves.Draw(view, "IsAnomaly").Title);
        Assert.Equal("Scores of 30 rows", ScoreHistogram.Draw(view).Title);
    }

    [Fact]
    public void Vectors_of_Double_are_drawn_as_those_of_Single()
    {
        IDataView view = SamplePictures.View(_mlContext, 30);
        IDataView wide = _mlContext.Transforms.Conversion
            .ConvertType("Latent", outputKind: DataKind.Double)
            .Fit(view)
            .Transform(view);

        Assert.Equal(LatentScatter.Draw(view, "Latent").ToSvg(), LatentScatter.Draw(wide, "Latent").ToSvg());
    }

    [Fact]
    public void Long_names_are_truncated() => Assert.Contains(
        "a name that goes on and on and …",
        SlotProfiles.Draw([[1]], [[2]], ["a name that goes on and on and on until it ends"]).Texts());

    [Fact]
    public void Bars_of_KL_are_sorted_and_name_collapsed_dimensions()
    {
        Picture picture = KlPerDimension.Draw(SamplePictures.Evaluation(0.5, 2, 0.004));
        string[] texts = picture.Texts();

        Assert.Equal("2 of 3 latent dimensions active, over 100 rows", picture.Title);
        Assert.Equal(["z[1]", "z[0]", "z[2]"], texts.Where(text => text.StartsWith("z[", StringComparison.Ordinal)));
        Assert.Empty(new[] { "2.00", "0.50", "0.004, collapsed to the prior" }.Except(texts));
    }

    [Fact]
    public void Every_state_of_a_dimension_has_its_own_label()
    {
        LatentDimensionReport[] dimensions = [.. Enum.GetValues<LatentDimensionState>()
            .Select((state, index) => new LatentDimensionReport
            {
                Index = index,
                MeanOfMeans = 0,
                VarianceOfMeans = 1,
                PosteriorVariance = 1,
                KlDivergence = 1 + index,
                State = state,
            })];
        using VaeModel model = SamplePictures.Model(6, 2);
        IDataView rows = View(TestModels.Rows(TestModels.Random(TestModels.Architecture()), 60));
        LatentSpaceReport report = LatentSpace.Analyze(model, rows) with { Dimensions = dimensions };
        string[] texts = KlPerDimension.Draw(report).Texts();

        Assert.Empty(new[] { "1.00", "2.00, collapsed to the prior", "3.00, collapsed to points", "4.00, unused" }.Except(texts));
    }

    /// <summary>For equal rows, the figures of the panels equal the closed form.</summary>
    [Fact]
    public void Panels_of_posteriors_are_sorted_by_the_KL_divergence_in_their_titles()
    {
        float[][] means = [[0, 2, 1], [0, 2, 1]];
        float[][] logVariances = [[0, 0, -1], [0, 0, -1]];
        string[] titles = [.. PosteriorMoments.Draw(means, logVariances).Texts()
            .Where(text => text.StartsWith("z[", StringComparison.Ordinal))];

        // 2² / 2; (1/e + 1 - 1 + 1) / 2; 0.
        Assert.Equal(["z[1], KL 2.00 nats", "z[2], KL 0.68 nats", "z[0], KL 0.00 nats"], titles);
    }

    [Fact]
    public void A_histogram_counts_the_rows_above_the_threshold_and_beyond_the_axis()
    {
        float[] scores = [1, 2, 3, 4, 1000, 2000];
        bool[] isAnomaly = [false, false, false, true, true, true];

        Picture labeled = ScoreHistogram.Draw(scores, threshold: 3.5, isAnomaly, unit: "nats");
        Assert.Equal("Above the threshold of 3.5 nats: 3 of 3 anomalous and 0 of 3 normal rows", labeled.Title);
        Assert.Contains("score (nats, higher is more anomalous); beyond the axis: 2 rows, 2 of them anomalous", labeled.Texts());
        Assert.Equal("3 of 6 rows above the threshold of 3.5", ScoreHistogram.Draw(scores, threshold: 3.5).Title);
        Assert.Equal(
            "3 of 6 rows above the threshold of 3.5 nats", ScoreHistogram.Draw(scores, threshold: 3.5, unit: "nats").Title);
        Assert.Contains("score (higher is more anomalous)", ScoreHistogram.Draw([5, 5, 5]).Texts());
    }

    [Fact]
    public void Curves_have_the_areas_under_them()
    {
        string[] texts = DetectionCurves
            .Draw(
                [false, true, false, true],
                [new DetectorScores("good", [1, 3, 2, 4]), new DetectorScores("bad", [2, 1, 3, 4])])
            .Texts();

        // The bad one: 4 first, then a normal one, so precision 1 and 2/4 at the steps of recall.
        Assert.Empty(new[] { "good, AUC 1.000", "good, AP 1.000", "bad, AUC 0.500", "bad, AP 0.750" }.Except(texts));
    }

    [Fact]
    public void A_response_map_names_slots_and_dimensions_and_its_largest_value_is_the_brightest()
    {
        Picture picture = SlotResponseMap.Draw(SamplePictures.Responses(3, 6));
        string[] texts = picture.Texts();
        string[] expected =
            ["slot 0", "slot 5", "z[0]", "z[2]", "latent dimension", "change, in units of the normalized input"];
        Assert.Empty(expected.Except(texts));

        // The ends of the palette: 0 for the first slot of the first dimension, 2 + 5 for the last slot of the last dimension.
        // The color scale has them too.
        string svg = picture.ToSvg();
        Assert.Contains("rgb(0,32,77)", svg, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("rgb(255,234,70)", svg, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Profiles_have_the_slots_names_and_the_rows()
    {
        string[] texts = SlotProfiles
            .Draw([[1, 2], [3, 4]], [[1, 1], [3, 5]], ["weight", "height"], names: ["one", "other"])
            .Texts();

        Assert.Empty(new[] { "weight", "height", "one", "other", "value" }.Except(texts));
    }

    private IDataView View(float[][] rows) =>
        _mlContext.Data.LoadFromEnumerable(rows.Select(row => new Features { Values = row }));

    private sealed class Features
    {
        [ColumnName("Features"), VectorType(6)]
        public float[] Values { get; set; } = [];
    }
}
