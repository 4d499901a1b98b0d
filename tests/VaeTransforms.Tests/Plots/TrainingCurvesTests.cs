using System.Xml.Linq;
using VaeTransforms.Plots;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class TrainingCurvesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(200)]
    public void A_chart_is_valid_XML_with_a_line_for_each_part_of_the_bound(int epochs)
    {
        XElement svg = XElement.Parse(TrainingCurves.Draw(Report(epochs)).ToSvg());

        Assert.Equal("svg", svg.Name.LocalName);
        string[] expected = ["ELBO (nats)", "reconstruction error (nats)", "KL divergence (nats)", "train", "held out"];
        Assert.Empty(expected.Except(svg.Texts()));
        Assert.Equal(3, Drawn(svg, "polyline", Blue));
        Assert.Equal(epochs <= 30 ? 3 * epochs : 0, Drawn(svg, "ellipse", Blue));
    }

    [Fact]
    public void The_best_epoch_is_marked() =>
        Assert.Contains(
            "epoch; best epoch: 9 (dotted), ELBO -19.1 nats", TrainingCurves.Draw(Report(12, bestEpoch: 9)).Texts());

    [Fact]
    public void Without_held_out_rows_there_is_no_line_for_them()
    {
        XElement svg = XElement.Parse(TrainingCurves.Draw(Report(12, hasValidation: false)).ToSvg());

        Assert.Contains("train", svg.Texts());
        Assert.DoesNotContain("held out", svg.Texts());
        Assert.Contains("epoch; best epoch: 12 (dotted), ELBO -15.8 nats", svg.Texts());
    }

    [Fact]
    public void Two_charts_on_one_page_share_no_identifier()
    {
        string[] few = Ids(TrainingCurves.Draw(Report(3)));
        string[] many = Ids(TrainingCurves.Draw(Report(12)));

        Assert.NotEmpty(few);
        Assert.Empty(few.Intersect(many));
        Assert.Distinct(few);
    }

    [Fact]
    public void A_chart_is_the_same_text_at_every_call_in_every_culture()
    {
        Picture chart = TrainingCurves.Draw(Report(12));
        string expected = chart.ToSvg();
        using var german = new GermanCulture();
        Assert.Equal(expected, chart.ToSvg());
        Assert.Equal(expected, TrainingCurves.Draw(Report(12)).ToSvg());
    }

    [Fact]
    public void A_saved_chart_is_an_SVG_document()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.svg");
        try
        {
            TrainingCurves.Draw(Report(12)).SaveSvg(path);
            Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private const string Blue = "rgb(0,114,178)";

    private static string[] Ids(Picture chart) =>
        [.. XElement.Parse(chart.ToSvg()).Descendants().Select(element => element.Attribute("id")?.Value).OfType<string>()];

    private static int Drawn(XElement svg, string shape, string color) => svg.Descendants()
        .Where(element => element.Name.LocalName == shape)
        .Count(element => $"{element.Attribute("style")}".Contains(color, StringComparison.OrdinalIgnoreCase));

    /// <summary>A run whose ELBO rises from -26, by one nat per epoch at first and more slowly later.</summary>
    internal static TrainingReport Report(int epochs, int? bestEpoch = null, bool hasValidation = true) => new()
    {
        Architecture = TestModels.Architecture(),
        Normalization = Normalization.Standardize,
        ActiveDimensions = 2,
        Summary = new TrainingSummary
        {
            Seed = 1,
            TrainingRows = 90,
            ValidationRows = hasValidation ? 10 : 0,
            Epochs = epochs,
            BestEpoch = bestEpoch ?? epochs,
            BatchSize = 32,
            Beta = 1,
            Elbo = -15,
        },
        Epochs = [.. Enumerable.Range(1, epochs).Select(epoch => new EpochMetrics(
            epoch,
            new ElboMetrics(12 + (12.0 / epoch), 3 - (2.0 / epoch)),
            hasValidation ? new ElboMetrics(14 + (12.0 / epoch), 4.0 - (2.0 / epoch)) : null,
            1e-3,
            1))],
        Path = TrainingPath.WrittenOut,
        PlannedEpochs = epochs,
        Steps = 3 * epochs,
        StoppedEarly = false,
        ConstantSlots = [],
        Elapsed = TimeSpan.FromSeconds(1),
    };
}
