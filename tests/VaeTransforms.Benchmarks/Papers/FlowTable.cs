using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Datasets;
using VaeTransforms.Numerics;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>
/// What a flow is worth: rows whose code lies on a curve with two ends, the digits, and the bound of ln p(x) that a flow reaches
/// on rows that training has not seen, beside the standard normal prior and the other learned ones.
/// </summary>
/// <remarks>Kingma and others 2016, table 1, has this comparison for MNIST: 4 nats with a flow.</remarks>
internal static class FlowTable
{
    private const int Seeds = 3;
    private const int HeldOut = 500;

    private static readonly Prior[] Priors =
    [
        Prior.StandardNormal, Prior.AutoregressiveFlow(), Prior.AutoregressiveFlow(steps: 4, units: 64), Prior.VampPrior(50),
        Prior.MixtureOfGaussians(10),
    ];

    public static void Print(TextWriter output)
    {
        output.WriteLine("| rows | prior | ELBO of held-out rows, nats | gain | bound by 256 draws | seconds |");
        output.WriteLine("| --- | --- | --- | --- | --- | ---: |");
        (float[][] digits, _) = Digits.Read();
        Print("moons", Moons(2500, 1), Likelihood.Gaussian, latent: 2, epochs: 60, output);
        Print("digits", digits, Likelihood.Bernoulli, latent: 10, epochs: 60, output);
    }

    private static void Print(
        string name, float[][] rows, Likelihood likelihood, int latent, int epochs, TextWriter output)
    {
        float[][] shuffled = [.. rows];
        new Random(1).Shuffle(shuffled);
        IDataView train = FeatureRow.View(new MLContext(1), shuffled[..^HeldOut]);
        IDataView test = FeatureRow.View(new MLContext(1), shuffled[^HeldOut..]);
        double[]? normal = null;
        foreach (Prior prior in Priors)
        {
            long start = Stopwatch.GetTimestamp();
            LatentSpaceReport[] reports = [.. Enumerable.Range(1, Seeds).Select(seed =>
            {
                using VaeTransformer fitted = new MLContext(seed).Transforms.VaeEncode("Latent", "Features", new VaeOptions
                {
                    LatentDimension = latent,
                    Likelihood = likelihood,
                    Normalization = likelihood == Likelihood.Bernoulli ? Normalization.MinMax : Normalization.Standardize,
                    HiddenLayers = [64],
                    Prior = prior,
                    Epochs = epochs,
                    Seed = seed,
                }).Fit(train);
                return LatentSpace.Analyze(
                    fitted.Model, test, new LatentSpaceOptions { ImportanceRows = HeldOut, ImportanceSamples = 256 });
            })];
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / Seeds;
            double[] elbos = [.. reports.Select(report => report.ImportanceBound.Elbo)];
            normal ??= elbos;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {prior} | {Spread(elbos)} | {Spread([.. elbos.Zip(normal, (own, other) => own - other)])} "
                + $"| {Spread([.. reports.Select(report => report.ImportanceBound.Bound)])} | {seconds:F0} |"));
        }

        static string Spread(double[] values) => string.Create(
            CultureInfo.InvariantCulture, $"{values.Average():F2} ({values.Min():F2} to {values.Max():F2})");
    }

    /// <summary>Two half circles in a plane of 8 slots, with noise.</summary>
    private static float[][] Moons(int count, int seed)
    {
        var random = new Random(seed);
        double[][] directions =
        [
            .. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 8).Select(_ => RandomDraw.Normal(random)).ToArray()),
        ];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double angle = Math.PI * random.NextDouble();
            (double x, double y) = i % 2 == 0
                ? (Math.Cos(angle), Math.Sin(angle))
                : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle));
            return Enumerable.Range(0, 8)
                .Select(slot =>
                    (float)((x * directions[0][slot]) + (y * directions[1][slot]) + (0.3 * RandomDraw.Normal(random))))
                .ToArray();
        })];
    }
}
