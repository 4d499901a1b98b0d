using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Fitting;

/// <summary>Weights of rows in a column.</summary>
public sealed class ExampleWeightTests
{
    private static readonly MLContext Ml = new(1);

    private static readonly VaeOptions Options = new() { LatentDimension = 3, HiddenLayers = [16], Epochs = 8, BatchSize = 32 };

    [Fact]
    public void Singles_and_doubles_are_weights_and_change_what_is_learned()
    {
        IDataView data = Weighted(300);
        double Elbo(string? column)
        {
            using VaeTransformer fitted =
                Ml.Transforms.VaeEncode("Latent", "Features", Options with { ExampleWeightColumnName = column }).Fit(data);
            Assert.Equal(column is null ? TrainingPath.WrittenOut : TrainingPath.Derived, fitted.Report.Path);
            return fitted.Report.Summary.Elbo;
        }

        Assert.Equal(Elbo("Single"), Elbo("Double"));
        Assert.NotEqual(Elbo("Single"), Elbo(null), 0.01);
        Assert.Equal(Elbo("One"), Elbo(null), 0.01);
    }

    [Fact]
    public void The_threshold_counts_every_held_out_row_once()
    {
        VaeAnomalyOptions options = new()
        {
            Vae = Options with { ExampleWeightColumnName = "Single" },
            Score = AnomalyScore.NegativeElbo,
            Contamination = 0.25,
        };
        IDataView validation = Weighted(99, seed: 1);

        using VaeAnomalyTransformer detector =
            Ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(Weighted(300), validation);

        float[] scores = [.. Table.Read(detector.Transform(validation))["Score"].Select(value => value[0]).Order()];

        // The threshold lies between two scores, not on one.
        Assert.InRange(detector.Threshold.Score, scores[74], scores[75]);
        Assert.Equal(99, detector.Threshold.HeldOutRows);
    }

    [Fact]
    public void Weights_are_not_read_when_scoring()
    {
        using VaeTransformer fitted =
            Ml.Transforms.VaeEncode("Latent", "Features", Options with { ExampleWeightColumnName = "Single" }).Fit(Weighted(60));

        Assert.Equal(40, Table.Read(fitted.Transform(View(Ml, Rows(40))))["Latent"].Length);
    }

    private static IDataView Weighted(int count, int seed = 0) => Ml.Data.LoadFromEnumerable(Rows(count, seed).Select((row, i) =>
        new WeightedRow { Features = row.Features, Single = i % 4, Double = i % 4 }));

    private sealed class WeightedRow
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public float Single { get; set; }

        public double Double { get; set; }

        public float One { get; set; } = 1;
    }
}
