using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks;

/// <summary>The time of <see cref="LatentSpace.Analyze"/> on 60,000 rows of 784 values with 20 latent dimensions.</summary>
internal static class LatentSpeed
{
    private const string Folder = "../shared/data/mnist";

    public static void Print(MLContext mlContext)
    {
        string path = Path.Combine(Folder, "train-images-idx3-ubyte.gz");
        if (!File.Exists(path))
        {
            Console.WriteLine($"Speed: skipped, because {path}, the 60,000 images of MNIST, does not exist.");
            return;
        }

        byte[][] pixels = IdxFile.ReadImages(path).Pixels;
        IDataView data = mlContext.Data.Cache(mlContext.Data.LoadFromEnumerable(pixels.Select(image =>
            new Picture { Features = Array.ConvertAll(image, value => value / 255f) })));
        var options = new VaeOptions
        {
            LatentDimension = 20,
            HiddenLayers = [400],
            Likelihood = Likelihood.Bernoulli,
            Epochs = 2,
            Seed = 1,
        };
        using VaeTransformer vae = mlContext.Transforms
            .VaeEncode("Latent", "Features", options)
            .Fit(mlContext.Data.TakeRows(data, 10_000));

        using var process = Process.GetCurrentProcess();
        TimeSpan processor = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        LatentSpaceReport report = LatentSpace.Analyze(vae.Model, data);
        watch.Stop();
        process.Refresh();
        Console.WriteLine($"## LatentSpace.Analyze on {report.Rows} rows of 784 values, 20 latent dimensions");
        Console.WriteLine();
        Console.WriteLine(
            $"{watch.Elapsed.TotalSeconds:F1} s, with {(process.TotalProcessorTime - processor).TotalSeconds:F1} s of "
            + $"processor time on {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine(report);
        Console.WriteLine();
    }

    private sealed class Picture
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];
    }
}
