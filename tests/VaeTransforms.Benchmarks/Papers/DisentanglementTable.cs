using System.Globalization;
using MathNet.Numerics.Distributions;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>
/// Shapes of known kind, place and size: the mutual information gap of beta-TCVAE and of beta-VAE at equal ELBO. Chen and others
/// 2018, 'Isolating sources of disentanglement in VAEs', figure 3.
/// </summary>
internal static class DisentanglementTable
{
    private const int Rows = 10_000;
    private const int Seeds = 5;
    private const int GridPoints = 21;

    private static readonly double[] Betas = [1, 2, 4, 6, 8, 12];
    private static readonly string[] Factors = ["Kind", "X", "Y", "Size"];

    private static readonly (string Name, Func<double, Objective> Of)[] Methods =
    [
        ("beta-VAE", beta => Objective.Elbo(beta)),
        ("beta-TCVAE", beta => Objective.TotalCorrelation(beta)),
    ];

    public static void Print(TextWriter output)
    {
        IDataView data = new MLContext(1).Data.LoadFromEnumerable(Pictures());
        output.WriteLine("| objective | beta | ELBO, mean of 5 seeds | MIG, mean | MIG, lowest to highest |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        (double Elbo, double Gap)[][][] all = [.. Methods.Select(method =>
            Array.ConvertAll(Betas, beta => Measure(method.Name, method.Of(beta), beta, data, output)))];

        // The gap as a function of the ELBO, seed by seed, where both objectives have some.
        double[] differences = [.. Enumerable.Range(0, Seeds).Select(seed =>
        {
            (double Elbo, double Gap)[][] curves = [.. all.Select(method => method.Select(of => of[seed]).OrderBy(at => at.Elbo)
                .ToArray())];
            double low = curves.Max(curve => curve[0].Elbo);
            double high = curves.Min(curve => curve[^1].Elbo);
            return Enumerable.Range(0, GridPoints)
                .Select(point => low + ((high - low) * point / (GridPoints - 1)))
                .Average(elbo => At(curves[1], elbo) - At(curves[0], elbo));
        })];
        double mean = differences.Average();
        double deviation = Math.Sqrt(differences.Sum(value => (value - mean) * (value - mean)) / (Seeds - 1));
        double half = StudentT.InvCDF(0, 1, Seeds - 1, 0.975) * deviation / Math.Sqrt(Seeds);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"MIG of beta-TCVAE minus that of beta-VAE at equal ELBO, mean over the range that both reach: {mean:F3} "
            + $"({mean - half:F3} to {mean + half:F3}, 95 %, {Seeds} seeds)."));
    }

    private static (double Elbo, double Gap)[] Measure(
        string name, Objective objective, double beta, IDataView data, TextWriter output)
    {
        (double Elbo, double Gap)[] results = [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            using VaeTransformer fitted = new MLContext(seed).Transforms.VaeEncode("Latent", "Features", new VaeOptions
            {
                LatentDimension = 10,
                HiddenLayers = [256, 256],
                Likelihood = Likelihood.Bernoulli,
                Objective = objective,
                BatchSize = 128,
                Epochs = 40,
            }).Fit(data);
            return (fitted.Model.Evaluate(data).Sampled.Elbo,
                LatentSpace.Disentanglement(fitted.Model, data, Factors).Mig);
        })];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {beta} | {results.Average(one => one.Elbo):F1} | {results.Average(one => one.Gap):F3} "
            + $"| {results.Min(one => one.Gap):F3} to {results.Max(one => one.Gap):F3} |"));
        output.Flush();
        return results;
    }

    /// <summary>A point on the lines between points.</summary>
    /// <param name="curve">By rising ELBO.</param>
    /// <param name="elbo">Within them.</param>
    private static double At((double Elbo, double Gap)[] curve, double elbo)
    {
        int after = Math.Clamp(Array.FindIndex(curve, at => at.Elbo >= elbo), 1, curve.Length - 1);
        ((double x0, double y0), (double x1, double y1)) = (curve[after - 1], curve[after]);
        return y0 + ((y1 - y0) * (elbo - x0) / (x1 - x0));
    }

    private static IEnumerable<Picture> Pictures()
    {
        var random = new Random(1);
        for (int i = 0; i < Rows; i++)
        {
            var shape = (Shape)random.Next(3);
            float radius = Between(4, 7);
            (float x, float y) = (Between(10, 18), Between(10, 18));
            yield return new Picture
            {
                Features = Shapes.Draw(shape, x, y, radius, rotation: 0),
                Kind = (uint)shape + 1,
                X = x,
                Y = y,
                Size = radius,
            };
        }

        float Between(float low, float high) => low + ((high - low) * random.NextSingle());
    }

    private sealed class Picture
    {
        [VectorType(Shapes.Side * Shapes.Side)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Kind { get; set; }

        public float X { get; set; }

        public float Y { get; set; }

        public float Size { get; set; }
    }
}
