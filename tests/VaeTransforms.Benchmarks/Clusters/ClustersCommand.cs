using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Training;

namespace VaeTransforms.Benchmarks.Clusters;

/// <summary>How well k-means finds the classes of labeled sets: in rows, in principal components, and in latent means.</summary>
internal static class ClustersCommand
{
    private const int Starts = 10;

    // Not the number of classes, which a user does not know.
    private const int MixtureComponents = 20;

    private static readonly int[] Seeds = [1, 2, 3];

    private static readonly string[] Methods =
    [
        "rows", "rows, standardized", "PCA", "PCA, standardized", "VAE, Standardize", "VAE, CommonScale", "VAE, mixture of 20",
        "VAE, default",
    ];

    /// <param name="folders">As <see cref="ClassifiedSet.All"/> takes them.</param>
    /// <param name="output">Where tables go.</param>
    /// <param name="error">Where what is wrong goes.</param>
    /// <returns>The exit code of the process: 0, or 2 for bad folders.</returns>
    public static int Run(string[] folders, TextWriter output, TextWriter error)
    {
        try
        {
            long started = Stopwatch.GetTimestamp();
            var results = new List<(ClassifiedSet Set, string Chosen, Figures[] Figures)>();
            foreach (ClassifiedSet set in ClassifiedSet.All(folders))
            {
                results.Add(Measure(set));
                error.WriteLine($"{set.Name}: {Minutes(started)} minutes so far");
            }

            Write(output, "NMI", results, figures => figures.Nmi);
            Write(output, "accuracy", results, figures => figures.Accuracy);
            output.WriteLine($"Minutes taken: {Minutes(started)}");
            return 0;
        }
        catch (BenchmarkInputException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
    }

    private static (ClassifiedSet Set, string Chosen, Figures[] Figures) Measure(ClassifiedSet set)
    {
        float[][] centered = Scaled(set.Rows, standardize: false);
        float[][] standardized = Scaled(set.Rows, standardize: true);
        int dimension = TrainingDefaults.LatentDimension(set.Rows[0].Length);
        float[] min = Bound(set.Rows, Math.Min);
        float[] max = Bound(set.Rows, Math.Max);
        Figures Trained(VaeOptions options) => Figures.Of(set, [.. Seeds.Select(seed => Latent(set.Rows, options, seed))]);

        Figures own = Trained(new VaeOptions { Normalization = Normalization.Standardize });
        Figures common = Trained(new VaeOptions { Normalization = Normalization.CommonScale });
        bool fits = CommonScaleNormalization.Fits(min, max);
        return (set, fits ? "CommonScale" : "Standardize", [
            Figures.Of(set, [centered]),
            Figures.Of(set, [standardized]),
            Figures.Of(set, [Components(centered, dimension)]),
            Figures.Of(set, [Components(standardized, dimension)]),
            own,
            common,
            Trained(new VaeOptions { Prior = Prior.MixtureOfGaussians(MixtureComponents) }),
            fits ? common : own,
        ]);
    }

    private static float[][] Latent(float[][] rows, VaeOptions options, int seed)
    {
        var mlContext = new MLContext(seed);
        IDataView view = FeatureRow.View(mlContext, rows);
        using VaeTransformer fitted = mlContext.Transforms
            .VaeEncode("Latent", nameof(FeatureRow.Features), options)
            .Fit(view);
        return [.. fitted.Transform(view).GetColumn<float[]>("Latent")];
    }

    private static float[] Bound(float[][] rows, Func<float, float, float> of) =>
        rows.Aggregate((bound, row) => [.. bound.Zip(row, of)]);

    /// <summary>Rows minus their mean, and divided by the deviation of each slot on request.</summary>
    private static float[][] Scaled(float[][] rows, bool standardize)
    {
        double[] means = [.. Enumerable.Range(0, rows[0].Length).Select(slot => rows.Average(row => (double)row[slot]))];
        double[] scales = [.. means.Select((mean, slot) =>
            standardize ? Math.Sqrt(rows.Average(row => (row[slot] - mean) * (row[slot] - mean))) : 1)];
        return Array.ConvertAll(rows, row => (float[])[
            .. row.Select((value, slot) => (float)((value - means[slot]) / (scales[slot] > 0 ? scales[slot] : 1)))]);
    }

    private static float[][] Components(float[][] centered, int dimension)
    {
        var rows = Matrix<float>.Build.DenseOfRowArrays(centered);
        Evd<double> spectrum = rows.TransposeThisAndMultiply(rows).Map(value => (double)value).Evd(Symmetricity.Symmetric);
        var last = spectrum.EigenVectors.SubMatrix(0, rows.ColumnCount, rows.ColumnCount - dimension, dimension);
        return rows.Multiply(last.Map(value => (float)value)).ToRowArrays();
    }

    private static void Write(
        TextWriter output,
        string measure,
        List<(ClassifiedSet Set, string Chosen, Figures[] Figures)> results,
        Func<Figures, double[]> of)
    {
        output.WriteLine($"| {measure} | rows | slots | classes | {string.Join(" | ", Methods)} | chosen |");
        output.WriteLine($"| --- | ---: | ---: | ---: |{string.Concat(Methods.Select(_ => " ---: |"))} --- |");
        foreach ((ClassifiedSet set, string chosen, Figures[] figures) in results)
        {
            output.WriteLine(
                $"| {set.Name} | {set.Rows.Length} | {set.Rows[0].Length} | {set.Count} | "
                    + $"{string.Join(" | ", figures.Select(one => Text(of(one))))} | {chosen} |");
        }

        double[] Means(int method) => [.. results.Select(result => of(result.Figures[method]).Average())];
        output.WriteLine(
            $"| mean | | | | {string.Join(" | ", Methods.Select((_, method) => Number(Means(method).Average())))} | |");
        double[] chosenMeans = Means(Methods.Length - 1);
        string[] gains = [.. Methods.Select((_, method) => Text([.. chosenMeans.Zip(Means(method), (a, b) => a - b)]))];
        output.WriteLine($"| default minus this | | | | {string.Join(" | ", gains[..^1])} | | |");
        output.WriteLine();
    }

    private static string Text(double[] values) => values.Length == 1
        ? Number(values[0])
        : $"{Number(values.Average())} ± {Number(ConfidenceInterval.OfMean(values).HalfWidth)}";

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Minutes(long started) =>
        Stopwatch.GetElapsedTime(started).TotalMinutes.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>Means over the starts of k-means, one for each training.</summary>
    private sealed record Figures(double[] Nmi, double[] Accuracy)
    {
        public static Figures Of(ClassifiedSet set, float[][][] trainings)
        {
            int[] starts = [.. Enumerable.Range(1, Starts)];
            int[][][] clusters = Array.ConvertAll(
                trainings, rows => Array.ConvertAll(starts, seed => Lloyd.Clusters(rows, set.Count, seed)));
            return new Figures(
                Array.ConvertAll(clusters, runs => runs.Average(run => Agreement.Nmi(run, set.Classes))),
                Array.ConvertAll(clusters, runs => runs.Average(run => Agreement.Accuracy(run, set.Classes))));
        }
    }
}
