using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>Compares the columns with their definitions, which are computed here.</summary>
public sealed class ScoreTests
{
    private static readonly VaeOptions Longer = Quick with { Epochs = 40, LearningRate = 5e-3 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_columns_follow_their_formulas(bool isLoaded)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(200));
        ITransformer transformer = Subject.VaeEncode.Create(ml, Longer).Fit(data);
        using VaeModel model = VaeModel.FromTransformer(transformer);
        if (isLoaded)
        {
            transformer = Subjects.SaveAndLoad(transformer, data.Schema, out _);
        }

        Dictionary<string, float[][]> scored = Table.Read(transformer.Transform(View(ml, Rows(100, seed: 9))));

        for (int i = 0; i < 100; i++)
        {
            double kl = 0;
            foreach ((float mean, float logVariance) in scored["Latent"][i].Zip(scored["LatentLogVariance"][i]))
            {
                kl += 0.5 * (Math.Exp(logVariance) + ((double)mean * mean) - 1 - logVariance);
            }

            Table.AssertNear([(float)kl], scored["Kl"][i], $"KL of row {i}");
            Table.AssertNear([scored["Kl"][i][0] + scored["Error"][i][0]], scored["Surprise"][i], $"score of row {i}");
            Table.AssertNear(model.Decode(scored["Latent"][i]), scored["Reconstruction"][i], $"reconstruction of row {i}");
            Assert.True(kl > 0);
        }
    }

    [Fact]
    public void The_Bernoulli_error_is_the_cross_entropy_summed_over_features()
    {
        var ml = new MLContext(1);
        Sheet[] rows =
            [.. Rows(200).Select(row => new Sheet { Features = [.. row.Features.Select(value => (value + 50) / 2000)] })];
        ITransformer fitted = Subject.VaeEncode.Create(ml, Longer with { Likelihood = Likelihood.Bernoulli }).Fit(View(ml, rows));

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(View(ml, rows)));

        for (int i = 0; i < rows.Length; i++)
        {
            double error = 0;
            foreach ((float x, float p) in rows[i].Features.Zip(scored["Reconstruction"][i]))
            {
                error -= (x * Math.Log(p)) + ((1 - x) * Math.Log(1 - p));
            }

            Assert.Equal(error, scored["Error"][i][0], 1e-3);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_Student_t_error_grows_with_the_logarithm_of_the_distance(bool isLoaded)
    {
        var ml = new MLContext(1);
        const double Degrees = 3;
        IDataView data = View(ml, Rows(200));
        ITransformer fitted = Subject.VaeEncode.Create(ml, Longer with { Likelihood = Likelihood.StudentT(Degrees) }).Fit(data);
        ITransformer transformer = isLoaded ? Subjects.SaveAndLoad(fitted, data.Schema, out _) : fitted;
        Sheet near = Rows(1)[0];
        Sheet[] rows = [.. new[] { 1e6f, 1e8f }.Select(value => new Sheet { Features = [value, .. near.Features[1..]] })];
        using VaeModel linear = VaeModel.FromTransformer(transformer);
        Assert.Equal(Likelihood.StudentT(Degrees), linear.Architecture.Likelihood);

        // A distant row is reconstructed with another factor in each slot, and each slot adds (ν + 1) / 2 · ln 100² nats.
        float[][] errors = Table.Read(transformer.Transform(View(ml, rows)))["Error"];

        Assert.Equal(Width * (Degrees + 1) / 2 * Math.Log(1e4), errors[1][0] - errors[0][0], 0.5 * Width);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_is_predicted_anomalous_exactly_if_its_score_is_above_the_threshold(bool isLoaded)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(400));
        VaeAnomalyTransformer fitted = ml.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions
            {
                Vae = new() { Epochs = 20, HiddenLayers = [16], ValidationFraction = 0.5 },
                Contamination = 0.1,
            })
            .Fit(data);
        ITransformer transformer = isLoaded ? Subjects.SaveAndLoad(fitted, data.Schema, out _) : fitted;

        Dictionary<string, float[][]> scored = Table.Read(transformer.Transform(View(ml, Rows(2000, seed: 5))));

        for (int i = 0; i < 2000; i++)
        {
            Assert.Equal(scored["Score"][i][0] > fitted.Threshold.Score, scored["PredictedLabel"][i][0] == 1);
        }

        // New rows have the distribution of the held-out rows. So a tenth of them is expected above the threshold; for 200 rows
        // the standard error is 0.021.
        Assert.InRange(scored["PredictedLabel"].Average(label => label[0]), 0.04, 0.17);
        Assert.Equal(200, fitted.Threshold.HeldOutRows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_stock_evaluator_uses_the_columns_and_measures_a_good_detector(bool isLoaded)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(300));
        ITransformer transformer = ml.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = new() { Epochs = 40, HiddenLayers = [16], ValidationFraction = 0.2 } })
            .Fit(data);
        transformer = isLoaded ? Subjects.SaveAndLoad(transformer, data.Schema, out _) : transformer;
        Labeled[] rows =
            [.. Rows(200, seed: 4).Select((row, i) => new Labeled { Label = i % 10 == 0 ? 1 : 0, Features = row.Features })];
        var random = new Random(1);
        foreach (Labeled anomaly in rows.Where(row => row.Label == 1))
        {
            random.Shuffle(anomaly.Features);
        }

        AnomalyDetectionMetrics metrics = ml.AnomalyDetection.Evaluate(transformer.Transform(ml.Data.LoadFromEnumerable(rows)));

        Assert.True(metrics.AreaUnderRocCurve > 0.99, $"{metrics.AreaUnderRocCurve}");
    }

    private sealed class Labeled
    {
        public float Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}
