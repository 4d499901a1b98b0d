#:project ../src/VaeTransforms
#:project ../src/VaeTransforms.Datasets
#:package TorchSharp-cpu
#:package Spectre.Console

// A variational autoencoder inside ML.NET pipelines, from raw rows to a saved model:
//   1. digits -> VaeEncode -> K-Means: do clusters of learned features match the digits?
//   2. measurements of benign tumors -> Trainers.Vae: do malignant tumors score as anomalous?
//   3. The pipeline is saved, and a fresh MLContext loads it as stock ML.NET components.
// Run it with: dotnet run notebooks/quickstart.cs

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Spectre.Console;
using VaeTransforms;
using VaeTransforms.Datasets;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Seed = 1;
const int LatentDimension = 8;
const int ClusterStarts = 10;
var mlContext = new MLContext(Seed);

// 1. Learned features for clustering. Nothing is set but the number of latent dimensions.
IDataView digits = Digits.Load(mlContext);
VaeTransformer encoder = Watch("Digits", progress => mlContext.Transforms
    .VaeEncode("Latent", "Features", new VaeOptions
    {
        LatentDimension = LatentDimension,
        Progress = progress,
    })
    .Fit(digits));
ITransformer components = mlContext.Transforms
    .ProjectToPrincipalComponents("Components", "Features", rank: LatentDimension, seed: Seed)
    .Fit(digits);

Table clusters = new Table()
    .Title($"Digits: K-Means with 10 clusters against the 10 true classes, {ClusterStarts} starts each")
    .AddColumns("features", "dimensions", "NMI, mean", "lowest", "highest");
AddClusters("raw pixels", digits, "Features");
AddClusters("ML.NET's PCA", components.Transform(digits), "Components");
AddClusters("VAE latent means", encoder.Transform(digits), "Latent");

// 2. Anomaly scores: train on benign rows only, test on benign and malignant rows that were not trained on.
IDataView tumors = BreastCancer.Load(mlContext);
tumors = mlContext.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Single).Fit(tumors).Transform(tumors);
DataOperationsCatalog.TrainTestData split = mlContext.Data.TrainTestSplit(tumors, testFraction: 0.5, seed: Seed);
IDataView benign = mlContext.Data.FilterRowsByColumn(split.TrainSet, "Label", upperBound: 0.5);

VaeAnomalyTransformer detector = Watch("Tumors", progress => mlContext.AnomalyDetection.Trainers
    .Vae("Features", new VaeAnomalyOptions
    {
        Contamination = 0.05,
        Vae = new VaeOptions { ValidationFraction = 0.2, Progress = progress },
    })
    .Fit(benign));
ITransformer randomizedPca = mlContext.Transforms.NormalizeMeanVariance("Features", fixZero: false)
    .Append(mlContext.AnomalyDetection.Trainers.RandomizedPca(rank: 20, seed: Seed))
    .Fit(benign);

Table anomalies = new Table()
    .Title("Tumors: malignant rows as anomalies, trained on benign rows only")
    .AddColumns("detector", "AUC", "malignant rows flagged", "benign rows flagged");
AddDetector("ML.NET's RandomizedPca", randomizedPca.Transform(split.TestSet));
AddDetector("VAE", detector.Transform(split.TestSet));

// 3. Saved, and loaded as stock components by a context without this library's types.
string path = Path.Combine(Path.GetTempPath(), $"vae-quickstart-{Environment.ProcessId}.zip");
mlContext.Model.Save(detector, tumors.Schema, path);
var servingContext = new MLContext();
ITransformer loaded = servingContext.Model.Load(path, out _);
Tumor example = mlContext.Data.CreateEnumerable<Tumor>(split.TestSet, reuseRowObject: false).First();
float before = mlContext.Model.CreatePredictionEngine<Tumor, Verdict>(detector, tumors.Schema).Predict(example).Score;
float after = servingContext.Model.CreatePredictionEngine<Tumor, Verdict>(loaded, tumors.Schema).Predict(example).Score;

AnsiConsole.Write(clusters);
AnsiConsole.WriteLine(
    "NMI is the mutual information of clusters and classes divided by the entropy of the classes, as ML.NET defines it.");
AnsiConsole.WriteLine();
AnsiConsole.Write(anomalies);
AnsiConsole.WriteLine();
AnsiConsole.WriteLine(
    $"Saved to a file of {new FileInfo(path).Length / 1024} KiB. "
    + $"One row scores {before:F5} before and {after:F5} after loading; the difference is {Math.Abs(before - after):E1}.");
AnsiConsole.WriteLine();
AnsiConsole.WriteLine(encoder.Report.ToString());
AnsiConsole.WriteLine();
AnsiConsole.WriteLine(detector.Report.ToString());
File.Delete(path);

// Trains with a progress bar.
static T Watch<T>(string name, Func<IProgress<TrainingProgress>, T> train) => AnsiConsole.Progress().Start(context =>
{
    ProgressTask bar = context.AddTask(name);
    T result = train(new Relay(progress =>
    {
        bar.Value = 100 * progress.Fraction;
        bar.Description = $"{name}: epoch {progress.Latest.Epoch}, ELBO {progress.Latest.Validation?.Elbo:F1}";
    }));
    bar.Value = 100;
    return result;
});

void AddClusters(string name, IDataView view, string column)
{
    double[] scores = [.. Enumerable.Range(1, ClusterStarts).Select(seed =>
    {
        var context = new MLContext(seed);
        ITransformer kMeans = context.Clustering.Trainers
            .KMeans(new KMeansTrainer.Options { FeatureColumnName = column, NumberOfClusters = 10, NumberOfThreads = 1 })
            .Fit(view);
        return context.Clustering.Evaluate(kMeans.Transform(view), "Label").NormalizedMutualInformation;
    })];
    int dimensions = ((VectorDataViewType)view.Schema[column].Type).Size;
    clusters.AddRow(name, $"{dimensions}", $"{scores.Average():F3}", $"{scores.Min():F3}", $"{scores.Max():F3}");
}

void AddDetector(string name, IDataView scored)
{
    double auc = mlContext.AnomalyDetection.Evaluate(scored).AreaUnderRocCurve;
    Verdict[] rows = [.. mlContext.Data.CreateEnumerable<Verdict>(scored, reuseRowObject: false)];
    anomalies.AddRow(name, $"{auc:F3}", Flagged(rows.Where(row => row.Label > 0)), Flagged(rows.Where(row => row.Label == 0)));
}

static string Flagged(IEnumerable<Verdict> rows) => $"{rows.Count(row => row.PredictedLabel)} of {rows.Count()}";

internal sealed class Relay(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}

internal sealed class Tumor
{
    [VectorType(30)]
    public float[] Features { get; set; } = [];

    public float Label { get; set; }
}

internal sealed class Verdict
{
    public float Label { get; set; }

    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
