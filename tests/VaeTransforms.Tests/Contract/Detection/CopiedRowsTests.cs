using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>Tables most of whose rows are copies of a few: logs, categories, settings.</summary>
public sealed class CopiedRowsTests
{
    private const int Width = 4;
    private const double Asked = 0.05;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_pattern_of_many_rows_is_not_flagged_though_the_threshold_lies_among_its_scores(int seed)
    {
        var ml = new MLContext(seed);
        IDataView data = ml.Data.LoadFromEnumerable(Rows(2000, copies: 0.97, seed));
        VaeAnomalyTransformer detector = Fit(ml, data);
        ITransformer loaded = Subjects.SaveAndLoad(detector, data.Schema, out _);
        IDataView fresh = ml.Data.LoadFromEnumerable(Rows(2000, copies: 0.97, seed, draw: 1));

        foreach (ITransformer transformer in new[] { detector, loaded })
        {
            Assert.InRange(Share(transformer.Transform(fresh).GetColumn<bool>("PredictedLabel")), 0, 0.06);
        }

        PredictionEngine<Row, Flag> engine = ml.Model.CreatePredictionEngine<Row, Flag>(loaded);
        Assert.InRange(Share(Rows(300, copies: 0.97, seed, draw: 2).Select(row => engine.Predict(row).PredictedLabel)), 0, 0.1);
    }

    [Fact]
    public void A_row_unlike_the_copies_scores_higher_than_ordinary_rows()
    {
        var ml = new MLContext(1);
        VaeAnomalyTransformer detector = Fit(ml, ml.Data.LoadFromEnumerable(Rows(2000, copies: 0.8, seed: 1)));

        float[] ordinary = Scores(ml, detector, Rows(500, copies: 0, seed: 1, draw: 1));
        float[] far = Scores(ml, detector, Rows(500, copies: 0, seed: 1, draw: 2, shift: 6));

        // A score is -ln of a share of held-out rows, a fifth of which are ordinary: it stays small for them.
        Assert.InRange(ordinary.Order().ElementAt(450), 0, 8);
        Assert.InRange(ordinary.Average(score => far.Average(other => other > score ? 1 : 0)), 0.99, 1);
    }

    private static VaeAnomalyTransformer Fit(MLContext ml, IDataView data) => ml.AnomalyDetection.Trainers
        .Vae("Features", new VaeAnomalyOptions
        {
            Vae = new() { Epochs = 30, HiddenLayers = [16], ValidationFraction = 0.2, BatchSize = 64 },
            Contamination = Asked,
        })
        .Fit(data);

    private static double Share(IEnumerable<bool> flags) => flags.Average(flag => flag ? 1.0 : 0);

    private static float[] Scores(MLContext ml, VaeAnomalyTransformer detector, Row[] rows) =>
        [.. detector.Transform(ml.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score")];

    /// <summary>Five patterns, the same for a seed, and normal rows besides.</summary>
    private static Row[] Rows(int count, double copies, int seed, int draw = 0, float shift = 0)
    {
        var patterns = new Random(seed);
        float[][] five = [.. Enumerable.Range(0, 5).Select(_ => Normal(patterns, 0))];
        var random = new Random((1000 * seed) + draw);
        return [.. Enumerable.Range(0, count).Select(_ => new Row
        {
            Features = random.NextDouble() < copies ? five[random.Next(5)] : Normal(random, shift),
        })];
    }

    private static float[] Normal(Random random, float shift) => [.. Enumerable.Range(0, Width).Select(_ =>
        shift + (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Flag
    {
        public bool PredictedLabel { get; set; }
    }
}
