using BenchmarkDotNet.Attributes;
using Microsoft.ML;

namespace VaeTransforms.Benchmarks;

/// <summary>Fits of small data, including reading and building the transformer.</summary>
[SimpleJob(warmupCount: 1, iterationCount: 5, invocationCount: 1)]
public class Fitting
{
    private readonly MLContext _mlContext = new(1);
    private IDataView _data = null!;

    [Params(100, 10_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup() => _data = _mlContext.Data.LoadFromEnumerable(Sensors.Rows(Rows));

    /// <summary>The default options: about 4,000 steps unless training stops early.</summary>
    [Benchmark]
    public double Default()
    {
        using VaeTransformer vae = _mlContext.Transforms.VaeEncode("Latent", "Features", Sensors.Network).Fit(_data);
        return vae.Report.Best.Train.Elbo;
    }

    /// <summary>One epoch, which shows the cost of a fit besides its steps.</summary>
    [Benchmark]
    public double OneEpoch()
    {
        using VaeTransformer vae = _mlContext.Transforms
            .VaeEncode("Latent", "Features", Sensors.Network with { Epochs = 1 })
            .Fit(_data);
        return vae.Report.Best.Train.Elbo;
    }
}
