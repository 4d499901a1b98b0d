using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Benchmarks.Clusters;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>Digits that a mixture prior of ten components clusters without a label: Jiang and others 2017, table 2.</summary>
internal static class ClusterTable
{
    private const int Seeds = 5;

    /// <param name="folder">Of the files of MNIST.</param>
    /// <param name="epochs">Null for the default.</param>
    /// <param name="rows">To fit on and to cluster, at most.</param>
    /// <param name="output">Where the table goes.</param>
    public static void Print(string folder, int? epochs, int rows, TextWriter output)
    {
        Mnist train = Mnist.Read(folder, "train", rows);
        Mnist test = Mnist.Read(folder, "t10k");
        output.WriteLine("| seed | accuracy | NMI | accuracy, new rows | NMI, new rows | held-out ELBO | epochs | minutes |");
        output.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int seed = 1; seed <= Seeds; seed++)
        {
            long start = Stopwatch.GetTimestamp();
            var mlContext = new MLContext(seed);
            using VaeTransformer fitted = mlContext.Transforms.VaeEncode("Latent", "Features", new VaeOptions
            {
                LatentDimension = 10,
                HiddenLayers = [500, 500],
                Likelihood = Likelihood.Bernoulli,
                Prior = Prior.MixtureOfGaussians(10),
                ClusterColumnName = "Cluster",
                Epochs = epochs,
            }).Fit(FeatureRow.View(mlContext, train.Pixels));
            (double accuracy, double nmi) = Agree(fitted, train);
            (double newAccuracy, double newNmi) = Agree(fitted, test);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {seed} | {accuracy:P1} | {nmi:F3} | {newAccuracy:P1} | {newNmi:F3} | {fitted.Report.Summary.Elbo:F2} "
                + $"| {fitted.Report.Epochs.Count} | {Stopwatch.GetElapsedTime(start).TotalMinutes:F1} |"));
            output.Flush();
        }

        (double Accuracy, double Nmi) Agree(VaeTransformer fitted, Mnist set)
        {
            int[] clusters =
            [
                .. fitted.Transform(FeatureRow.View(new MLContext(1), set.Pixels)).GetColumn<uint>("Cluster")
                    .Select(cluster => (int)cluster - 1),
            ];
            int[] kinds = Array.ConvertAll(set.Kinds, kind => (int)kind);
            return (Agreement.Accuracy(clusters, kinds), Agreement.Nmi(clusters, kinds));
        }
    }
}
