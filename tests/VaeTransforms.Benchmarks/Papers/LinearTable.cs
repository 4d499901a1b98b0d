using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Microsoft.ML;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>
/// A VAE whose encoder and decoder are linear learns probabilistic PCA: its decoder spans the principal subspace, and its ELBO
/// reaches the likelihood, because the posterior of that model is Gaussian.
/// </summary>
/// <remarks>
/// Tipping and Bishop 1999, 'Probabilistic principal component analysis'. Lucas, Tucker, Grosse and Norouzi 2019, 'Don't blame
/// the ELBO!'.
/// </remarks>
internal static class LinearTable
{
    private const int Rows = 20_000;
    private const int Width = 20;
    private const int Latent = 4;
    private const int Seeds = 5;

    public static void Print(TextWriter output)
    {
        output.WriteLine("| seed | likelihood of PPCA, nats | ELBO | difference | largest angle between subspaces | seconds |");
        output.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int seed = 1; seed <= Seeds; seed++)
        {
            float[][] rows = Generate(seed);
            (double likelihood, Matrix<double> directions) = Analytic(rows);
            long start = Stopwatch.GetTimestamp();
            using VaeTransformer fitted = Fit(rows, seed);
            double elbo = fitted.Model.Evaluate(FeatureRow.View(new MLContext(1), rows), samples: 64).Sampled.Elbo;
            double angle = Angle(directions, Decoder(fitted));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {seed} | {likelihood:F3} | {elbo:F3} | {elbo - likelihood:F3} | {angle:F2}° "
                + $"| {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} |"));
        }
    }

    private static VaeTransformer Fit(float[][] rows, int seed) =>
        new MLContext(seed).Transforms.VaeEncode("Latent", "Features", new VaeOptions
        {
            Network = new VaeNetwork { Encoder = [], Decoder = [] },
            LatentDimension = Latent,
            Normalization = Normalization.None,
            Likelihood = Likelihood.Gaussian,
            ValidationFraction = 0,
            Epochs = 400,
            LearningRate = 5e-3,
            Seed = seed,
        }).Fit(FeatureRow.View(new MLContext(1), rows));

    /// <summary>Factors of different strength in random directions, and noise that is the same in each slot.</summary>
    private static float[][] Generate(int seed)
    {
        var random = new Random(seed);
        double[,] loadings = new double[Latent, Width];
        for (int k = 0; k < Latent; k++)
        {
            for (int slot = 0; slot < Width; slot++)
            {
                loadings[k, slot] = (k + 1) * RandomDraw.Normal(random) / Math.Sqrt(Width) * 2;
            }
        }

        return [.. Enumerable.Range(0, Rows).Select(_ =>
        {
            double[] z = [.. Enumerable.Range(0, Latent).Select(_ => RandomDraw.Normal(random))];
            return Enumerable.Range(0, Width)
                .Select(slot =>
                    (float)(Enumerable.Range(0, Latent).Sum(k => z[k] * loadings[k, slot]) + RandomDraw.Normal(random)))
                .ToArray();
        })];
    }

    /// <summary>The largest likelihood of probabilistic PCA, in nats per row, and the principal directions.</summary>
    private static (double Likelihood, Matrix<double> Directions) Analytic(float[][] rows)
    {
        Matrix<double> data = Matrix<double>.Build.Dense(Rows, Width, (row, slot) => rows[row][slot]);
        Vector<double> mean = data.ColumnSums() / Rows;
        Matrix<double> centered = Matrix<double>.Build.Dense(Rows, Width, (row, slot) => data[row, slot] - mean[slot]);
        Evd<double> decomposition = (centered.TransposeThisAndMultiply(centered) / Rows).Evd(Symmetricity.Symmetric);
        double[] values = [.. decomposition.EigenValues.Select(value => value.Real).Order()];
        double noise = values[..^Latent].Average();
        double logDeterminant = values[^Latent..].Sum(Math.Log) + ((Width - Latent) * Math.Log(noise));
        double likelihood = -0.5 * ((Width * Math.Log(2 * Math.PI)) + logDeterminant + Width);
        return (likelihood, decomposition.EigenVectors.SubMatrix(0, Width, Width - Latent, Latent));
    }

    /// <summary>The decoder's matrix, [slots, latent dimensions].</summary>
    private static Matrix<double> Decoder(VaeTransformer fitted)
    {
        NamedTensor weight = fitted.Model.Trained.Weights[VaeArchitecture.OutputWeight];
        return Matrix<double>.Build.Dense(Width, Latent, (slot, k) => weight.Values[(k * Width) + slot]);
    }

    /// <summary>The largest principal angle between two subspaces, in degrees.</summary>
    private static double Angle(Matrix<double> a, Matrix<double> b)
    {
        Matrix<double> first = a.GramSchmidt().Q;
        Matrix<double> second = b.GramSchmidt().Q;
        double smallest = first.TransposeThisAndMultiply(second).Svd().S.Minimum();
        return Math.Acos(Math.Min(1, smallest)) * 180 / Math.PI;
    }
}
