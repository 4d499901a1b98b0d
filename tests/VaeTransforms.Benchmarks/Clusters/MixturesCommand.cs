using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Clusters;

/// <summary>How well the components of a mixture prior find the classes of labeled sets, given how many there are.</summary>
internal static class MixturesCommand
{
    private static readonly int[] Seeds = [1, 2, 3];

    /// <param name="folders">As <see cref="ClassifiedSet.All"/> takes them.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="error">Where what is wrong goes.</param>
    /// <returns>The exit code of the process: 0, or 2 for bad folders.</returns>
    public static int Run(string[] folders, TextWriter output, TextWriter error)
    {
        try
        {
            long started = Stopwatch.GetTimestamp();
            var nmis = new List<double>();
            var accuracies = new List<double>();
            output.WriteLine("| set | classes | NMI | accuracy |\n| --- | ---: | ---: | ---: |");
            foreach (ClassifiedSet set in ClassifiedSet.All(folders))
            {
                int[][] clusters = Array.ConvertAll(Seeds, seed => Clusters(set, seed));
                double[] nmi = Array.ConvertAll(clusters, found => Agreement.Nmi(found, set.Classes));
                double[] accuracy = Array.ConvertAll(clusters, found => Agreement.Accuracy(found, set.Classes));
                output.WriteLine($"| {set.Name} | {set.Count} | {Text(nmi)} | {Text(accuracy)} |");
                output.Flush();
                nmis.Add(nmi.Average());
                accuracies.Add(accuracy.Average());
            }

            output.WriteLine($"| mean | | {Number(nmis.Average())} | {Number(accuracies.Average())} |");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Minutes taken: {Stopwatch.GetElapsedTime(started).TotalMinutes:F1}"));
            return 0;
        }
        catch (BenchmarkInputException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
    }

    private static int[] Clusters(ClassifiedSet set, int seed)
    {
        var mlContext = new MLContext(seed);
        IDataView view = FeatureRow.View(mlContext, set.Rows);
        var options = new VaeOptions { Prior = Prior.MixtureOfGaussians(set.Count), ClusterColumnName = "Cluster" };
        using VaeTransformer fitted = mlContext.Transforms.VaeEncode("Latent", nameof(FeatureRow.Features), options).Fit(view);
        return [.. fitted.Transform(view).GetColumn<uint>("Cluster").Select(cluster => (int)cluster - 1)];
    }

    private static string Text(double[] values) =>
        $"{Number(values.Average())} ({Number(values.Min())} to {Number(values.Max())})";

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
