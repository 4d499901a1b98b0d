using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;
using VaeTransforms.Datasets;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>
/// Scoring compared with <c>ApplyOnnxModel</c> on the same graph, and with ONNX Runtime alone, which is the upper limit.
/// </summary>
internal static class ScoringComparisons
{
    private const int Calls = 20_000;

    public static IEnumerable<Comparison> All =>
    [
        new("Transform to Latent, 100,000 rows, 30-64-8", "ApplyOnnxModel of the same encoder", 20, Transform),
        new("Transform to Latent, 60,000 rows, 784-400-20", "bare ONNX Runtime on ready batches", 0.85, TransformWideRows),
        new(
            "PredictionEngine, 30-64-8, full anomaly score",
            "PredictionEngine on ApplyOnnxModel of the same graph",
            3,
            PredictOne),
        new("Transform of a loaded pipeline, LoadVae, 100,000 rows, 30-64-8", "Model.Load of the same file", 20, TransformLoaded),
    ];

    private static ComparisonResult TransformLoaded(int pairs)
    {
        const int Rows = 100_000;
        var mlContext = new MLContext(1);
        (IDataView data, VaeTransformer fitted) = Fit(mlContext, Rows);
        using VaeTransformer vae = fitted;
        using var file = new MemoryStream();
        mlContext.Model.Save(vae, data.Schema, file);
        file.Position = 0;
        ITransformer ours = mlContext.Model.LoadVae(file, out _);
        file.Position = 0;
        ITransformer theirs = mlContext.Model.Load(file, out _);
        using var first = (IDisposable)ours;
        using var second = (IDisposable)theirs;

        PairedTiming timing = PairedTiming.Measure(
            () => Sensors.Sum(ours.Transform(data), "Latent"), () => Sensors.Sum(theirs.Transform(data), "Latent"), pairs);
        return new ComparisonResult(timing, Rows, "row", Rows * EncoderFlops(Sensors.Width, 64, 8));
    }

    private static ComparisonResult Transform(int pairs)
    {
        const int Rows = 100_000;
        var mlContext = new MLContext(1);
        (IDataView data, VaeTransformer fitted) = Fit(mlContext, Rows);
        using VaeTransformer vae = fitted;
        byte[] graph = GraphWriter.Row(
            vae.Model.Trained, new RowGraph { Features = "Features", Mean = "Mean" }, GraphContent.Bare);
        using OnnxTransformer stock = mlContext.Transforms
            .ApplyOnnxModel(["Mean"], ["Features"], new MemoryStream(graph))
            .Fit(data);

        PairedTiming timing = PairedTiming.Measure(
            () => Sensors.Sum(vae.Transform(data), "Latent"), () => Sensors.Sum(stock.Transform(data), "Mean"), pairs);
        return new ComparisonResult(timing, Rows, "row", Rows * EncoderFlops(Sensors.Width, 64, 8));
    }

    /// <summary>Rows, and an encoder that a few of them trained: only its speed counts.</summary>
    private static (IDataView Data, VaeTransformer Vae) Fit(MLContext mlContext, int rows)
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(Sensors.Rows(rows));
        return (data, mlContext.Transforms
            .VaeEncode("Latent", "Features", Sensors.Network with { Epochs = 1 })
            .Fit(mlContext.Data.TakeRows(data, 1_000)));
    }

    private static ComparisonResult TransformWideRows(int pairs)
    {
        const int Rows = 60_000;
        const int Hidden = 400;
        const int Latent = 20;
        int width = Shapes.Side * Shapes.Side;
        var mlContext = new MLContext(1);
        IDataView data = mlContext.Data.Cache(Shapes.Generate(mlContext, Rows, seed: 1), "Features");
        var options = new VaeOptions
        {
            HiddenLayers = [Hidden],
            LatentDimension = Latent,
            Likelihood = Likelihood.Bernoulli,
            Epochs = 1,
            Seed = 1,
        };
        using VaeTransformer vae = mlContext.Transforms
            .VaeEncode("Latent", "Features", options)
            .Fit(mlContext.Data.TakeRows(data, 1_000));

        // The upper limit: the same graph with all threads, batches that are already in memory, and outputs that are not read.
        int batch = VaeScorer.PreferredBatchSize(vae.Model.Architecture);
        byte[] graph = GraphWriter.Batch(vae.Model.Trained, VaeOutputs.Mean, GraphContent.Bare);
        using var sessionOptions = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        using var session = new InferenceSession(graph, sessionOptions);
        using var run = new RunOptions();
        using OrtIoBinding binding = session.CreateIoBinding();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[batch * width], [batch, width]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(new float[batch * Latent], [batch, Latent]);
        binding.BindInput(TensorNames.Features, input);
        binding.BindOutput(TensorNames.Of(VaeOutputs.Mean), output);

        PairedTiming timing = PairedTiming.Measure(
            () => Sensors.Sum(vae.Transform(data), "Latent"),
            () =>
            {
                for (int row = 0; row < Rows; row += batch)
                {
                    session.RunWithBinding(run, binding);
                }
            },
            pairs);
        return new ComparisonResult(timing, Rows, "row", Rows * EncoderFlops(width, Hidden, Latent));
    }

    private static ComparisonResult PredictOne(int pairs)
    {
        var mlContext = new MLContext(1);
        Sensors.Row[] rows = Sensors.Rows(1_000);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows);
        VaeAnomalyTransformer vae = mlContext.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions
            {
                Vae = Sensors.Network with { Epochs = 1 },
                Score = AnomalyScore.NegativeElbo,
            })
            .Fit(data);
        byte[] graph = GraphWriter.Row(
            vae.Model.Trained,
            new RowGraph { Features = "Features", Scalars = "Scalars", ScalarOutputs = VaeOutputs.Score },
            GraphContent.Bare);
        OnnxTransformer stock = mlContext.Transforms
            .ApplyOnnxModel(["Scalars"], ["Features"], new MemoryStream(graph))
            .Fit(data);
        ModelOperationsCatalog models = mlContext.Model;
        using var ours = models.CreatePredictionEngine<Sensors.Row, Verdict>(vae, data.Schema);
        using var theirs = models.CreatePredictionEngine<Sensors.Row, StockScalars>(stock, data.Schema);

        var verdict = new Verdict();
        var scalars = new StockScalars();
        PairedTiming timing = PairedTiming.Measure(
            () => PredictAll(ours, rows, verdict), () => PredictAll(theirs, rows, scalars), pairs);
        double weights = (2.0 * Sensors.Width * 64) + (3.0 * 64 * 8);
        return new ComparisonResult(timing, Calls, "call", 2 * weights * Calls);
    }

    private static void PredictAll<T>(PredictionEngine<Sensors.Row, T> engine, Sensors.Row[] rows, T prediction)
        where T : class, new()
    {
        for (int i = 0; i < Calls; i++)
        {
            engine.Predict(rows[i % rows.Length], ref prediction);
        }
    }

    private static double EncoderFlops(int width, int hidden, int latent) => 2.0 * hidden * (width + latent);
}
