using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Scoring;

public sealed class SingleRowTests
{
    [Fact]
    public void A_prediction_allocates_nothing_after_the_first()
    {
        var mlContext = new MLContext(1);
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 100)
            .Select(_ => new Row { Features = [.. Enumerable.Range(0, 6).Select(_ => random.NextSingle())] })];
        IDataView data = mlContext.Data.LoadFromEnumerable(rows);
        var options = new VaeAnomalyOptions { Vae = new VaeOptions { HiddenLayers = [8], Epochs = 1 } };
        VaeAnomalyTransformer vae = mlContext.AnomalyDetection.Trainers.Vae("Features", options).Fit(data);
        using PredictionEngine<Row, Verdict> engine = mlContext.Model.CreatePredictionEngine<Row, Verdict>(vae, data.Schema);
        var verdict = new Verdict();
        engine.Predict(rows[0], ref verdict);

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Row row in rows)
        {
            engine.Predict(row, ref verdict);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Verdict
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
