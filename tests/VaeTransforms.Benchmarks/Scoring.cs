using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace VaeTransforms.Benchmarks;

/// <summary>Encoding rows to latent means, compared with <c>ApplyOnnxModel</c> on the same encoder.</summary>
[MemoryDiagnoser]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class Scoring : IDisposable
{
    private const int RowCount = 100_000;

    private readonly string _encoderPath = Path.Combine(Path.GetTempPath(), $"vae-benchmark-{Guid.NewGuid():N}.onnx");
    private Sensors.Row _row = new();
    private VaeTransformer _vae = null!;
    private OnnxTransformer _stock = null!;
    private IDataView _data = null!;
    private PredictionEngine<Sensors.Row, Sensors.Code> _vaeEngine = null!;
    private PredictionEngine<Sensors.Row, Sensors.Mean> _stockEngine = null!;

    [GlobalSetup]
    public void Setup()
    {
        var mlContext = new MLContext(1);
        Sensors.Row[] rows = Sensors.Rows(RowCount);
        _row = rows[0];
        _data = mlContext.Data.LoadFromEnumerable(rows);
        _vae = mlContext.Transforms
            .VaeEncode("Latent", "Features", Sensors.Network with { Epochs = 1 })
            .Fit(mlContext.Data.TakeRows(_data, 1_000));
        _vae.Model.SaveOnnx(_encoderPath, OnnxGraph.Encoder);
        _stock = mlContext.Transforms.ApplyOnnxModel(["Mean", "LogVariance"], ["Features"], _encoderPath).Fit(_data);
        _vaeEngine = mlContext.Model.CreatePredictionEngine<Sensors.Row, Sensors.Code>(_vae, _data.Schema);
        _stockEngine = mlContext.Model.CreatePredictionEngine<Sensors.Row, Sensors.Mean>(_stock, _data.Schema);
    }

    [BenchmarkCategory("100,000 rows, per row"), Benchmark(Baseline = true, OperationsPerInvoke = RowCount)]
    public float Transform() => Sensors.Sum(_vae.Transform(_data), "Latent");

    [BenchmarkCategory("100,000 rows, per row"), Benchmark(OperationsPerInvoke = RowCount)]
    public float Transform_by_ApplyOnnxModel() => Sensors.Sum(_stock.Transform(_data), "Mean");

    [BenchmarkCategory("one row"), Benchmark(Baseline = true)]
    public float[] PredictionEngine() => _vaeEngine.Predict(_row).Latent;

    [BenchmarkCategory("one row"), Benchmark]
    public float[] PredictionEngine_on_ApplyOnnxModel() => _stockEngine.Predict(_row).Latent;

    [GlobalCleanup]
    public void Dispose()
    {
        _vaeEngine?.Dispose();
        _stockEngine?.Dispose();
        _vae?.Dispose();
        _stock?.Dispose();
        File.Delete(_encoderPath);
        GC.SuppressFinalize(this);
    }
}
