using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>Dense layers against convolutions: the ELBO of images that nothing was learned from, over equal time.</summary>
internal static class ConvolutionTable
{
    private const int Points = 8;

    public static void Print(string folder, TimeSpan time, int maxRows, TextWriter output)
    {
        var mlContext = new MLContext(1);
        float[][] pixels = Mnist.Read(folder, "train", maxRows).Pixels;
        IDataView train = FeatureRow.View(mlContext, pixels);
        IDataView test = FeatureRow.View(mlContext, Mnist.Read(folder, "t10k").Pixels);
        (string Name, VaeNetwork? Network)[] networks =
            [("dense, the default", null), ("convolutions, the default", VaeNetwork.Convolutional())];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{pixels.Length} images, K = 16, Bernoulli, {time.TotalMinutes} minutes each, "
            + $"{Environment.ProcessorCount} processors."));
        output.WriteLine();
        output.WriteLine(
            "| network | weights | epochs | minutes | held-out ELBO over time, from one eighth on | ELBO of the test images |");
        output.WriteLine("| --- | ---: | ---: | ---: | --- | ---: |");
        foreach ((string name, VaeNetwork? network) in networks)
        {
            // The schedule of the step size ends with the last epoch, so the number of epochs is set from the time of one.
            double oneEpoch = Fit(1, null).Seconds;
            int epochs = Math.Max(1, (int)(time.TotalSeconds / oneEpoch));
            var curve = new List<(double Seconds, double Elbo)>();
            (VaeTransformer fitted, double seconds) = Fit(epochs, curve);
            using VaeTransformer _ = fitted;
            string[] sampled = [.. Sampled(curve, time).Select(elbo => elbo.ToString("F1", CultureInfo.InvariantCulture))];
            double tested = fitted.Model.Evaluate(test, samples: 4).Sampled.Elbo;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {fitted.Model.Architecture.WeightCount:N0} | {epochs} | {seconds / 60:F1} "
                + $"| {string.Join(", ", sampled)} "
                + $"| {tested:F2} |"));

            (VaeTransformer Fitted, double Seconds) Fit(int epochs, List<(double, double)>? curve)
            {
                long start = Stopwatch.GetTimestamp();
                VaeTransformer fitted = mlContext.Transforms.VaeEncode("Latent", "Features", new VaeOptions
                {
                    Network = network,
                    LatentDimension = 16,
                    Likelihood = Likelihood.Bernoulli,
                    BatchSize = 128,
                    Epochs = epochs,
                    Seed = 1,
                    Progress = new Heard(progress => curve?.Add(
                        (Stopwatch.GetElapsedTime(start).TotalSeconds, progress.Latest.Validation!.Value.Elbo))),
                }).Fit(train);
                return (fitted, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
    }

    /// <summary>The curve at equal distances; where there is no epoch yet, nothing.</summary>
    private static IEnumerable<double> Sampled(List<(double Seconds, double Elbo)> curve, TimeSpan time) =>
        from point in Enumerable.Range(1, Points)
        let at = curve.Where(epoch => epoch.Seconds <= time.TotalSeconds * point / Points).ToArray()
        where at.Length > 0
        select at[^1].Elbo;
}
