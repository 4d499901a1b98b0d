using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

public sealed class TypicalityColumnTests
{
    private static readonly MLContext Ml = new(1);

    private static readonly Lazy<VaeAnomalyTransformer> Fitted = new(() => Ml.AnomalyDetection.Trainers
        .Vae("Features", new VaeAnomalyOptions
        {
            Vae = new()
            {
                LatentDimension = 3,
                HiddenLayers = [24],
                Epochs = 60,
                BatchSize = 32,
                ValidationFraction = 0.4,
                KlDivergenceColumnName = "Kl",
                ReconstructionErrorColumnName = "Error",
            },
            TypicalityColumnName = "Typicality",
        })
        .Fit(View(Ml, Rows(1500))));

    [Fact]
    public void New_normal_rows_have_uniform_values_as_p_values_do()
    {
        float[] p = [.. Values(Fitted.Value, Rows(4000, seed: 5)).Order()];

        // Two-sample Kolmogorov-Smirnov test of 600 and 4,000 rows: above 1.95 sqrt(1/600 + 1/4000) once in a thousand. Each
        // side is a sample's own, so twice that.
        Assert.True(p.Select((value, i) => Math.Abs(value - ((i + 0.5) / p.Length))).Max() < 0.17);
        Assert.InRange(p[0], 1.9f / 601, 1);
        Assert.InRange(p[^1], 0.9, 1);
    }

    [Fact]
    public void It_is_low_on_both_sides_of_the_negative_elbo_and_highest_in_the_middle()
    {
        IDataView scored = Fitted.Value.Transform(View(Ml, Rows(2000, seed: 6)));
        float[] elbos = [.. scored.GetColumn<float>("Kl").Zip(scored.GetColumn<float>("Error"), (kl, error) => kl + error)];
        float[] typicality = [.. scored.GetColumn<float>("Typicality")];
        float[] sorted = [.. elbos.Order()];

        Assert.All(typicality.Where((_, i) => elbos[i] > sorted[1990]), value => Assert.InRange(value, 0, 0.05f));
        Assert.All(typicality.Where((_, i) => elbos[i] < sorted[10]), value => Assert.InRange(value, 0, 0.05f));
        Assert.All(
            typicality.Where((_, i) => elbos[i] > sorted[980] && elbos[i] < sorted[1020]),
            value => Assert.InRange(value, 0.8f, 1));
    }

    [Fact]
    public void A_loaded_detector_and_one_made_of_its_model_give_the_same_values_and_NaN_for_a_gap()
    {
        Sheet[] rows = Rows(20, seed: 7);
        rows[3].Features[2] = float.NaN;
        float[] expected = Values(Fitted.Value, rows);
        ITransformer loaded = Subjects.SaveAndLoad(Fitted.Value, View(Ml, rows).Schema, out _);
        using VaeModel model = VaeModel.FromTransformer(loaded);
        ITransformer again = model.ToDetector(Ml, new VaeAnomalyOptions { TypicalityColumnName = "Typicality" });

        Assert.Equal(float.NaN, expected[3]);
        Assert.Equal(expected, Values(loaded, rows));
        Assert.Equal(expected, Values(again, rows));
    }

    private static float[] Values(ITransformer detector, Sheet[] rows) =>
        [.. detector.Transform(View(Ml, rows)).GetColumn<float>("Typicality")];
}
