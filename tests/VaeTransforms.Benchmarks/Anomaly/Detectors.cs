using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The detectors that the command runs: this library's with all defaults, and ML.NET's RandomizedPca.</summary>
internal static class Detectors
{
    public const string RandomizedPcaName = "RandomizedPca(ML.NET rank=d/2), here";

    /// <summary>This library's detector, with the default options for every set and protocol.</summary>
    /// <param name="split">The rows.</param>
    /// <param name="seed">The seed of the context.</param>
    /// <param name="inspect">Receives the detector before it is disposed; its time is not counted.</param>
    public static Detection Vae(Split split, int seed, Action<VaeAnomalyTransformer>? inspect = null) =>
        Run(split, seed, (ml, _) => ml.AnomalyDetection.Trainers.Vae("Features"), inspect);

    /// <summary>Columns that this library's detector adds to the test rows.</summary>
    /// <param name="split">The rows.</param>
    /// <param name="shape">As <see cref="FeatureRow.View"/> takes it.</param>
    /// <param name="seed">The seed of the context.</param>
    /// <param name="options">Of the detector.</param>
    /// <param name="names">Of the columns.</param>
    public static float[][] Columns(
        Split split, int[] shape, int seed, VaeAnomalyOptions options, params string[] names)
    {
        var ml = new MLContext(seed);
        using VaeAnomalyTransformer fitted = ml.AnomalyDetection.Trainers
            .Vae("Features", options)
            .Fit(FeatureRow.View(ml, split.Training, shape));
        IDataView scored = fitted.Transform(FeatureRow.View(ml, split.Test, shape));
        return Array.ConvertAll(names, name => scored.GetColumn<float>(name).ToArray());
    }

    /// <summary>ML.NET's detector on standardized features, because it does not standardize them itself.</summary>
    public static Detection RandomizedPca(Split split, int seed) => Run(split, seed, (ml, width) => ml.Transforms
        .NormalizeMeanVariance("Features", fixZero: false, maximumExampleCount: int.MaxValue)
        .Append(ml.AnomalyDetection.Trainers.RandomizedPca("Features", rank: Math.Max(1, width / 2))));

    private static Detection Run<T>(
        Split split, int seed, Func<MLContext, int, IEstimator<T>> detector, Action<T>? inspect = null)
        where T : class, ITransformer
    {
        var ml = new MLContext(seed);
        int width = split.Training[0].Length;
        IDataView training = FeatureRow.View(ml, split.Training);
        IDataView test = FeatureRow.View(ml, split.Test);

        long started = Stopwatch.GetTimestamp();
        T fitted = detector(ml, width).Fit(training);
        double fit = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var disposable = fitted as IDisposable;

        started = Stopwatch.GetTimestamp();
        float[] scores = [.. fitted.Transform(test).GetColumn<float>("Score")];
        double score = Stopwatch.GetElapsedTime(started).TotalSeconds;
        inspect?.Invoke(fitted);
        return new Detection(scores, fit, score);
    }
}
