#:project ../src/VaeTransforms
#:project ../src/VaeTransforms.Analysis
#:project ../src/VaeTransforms.Datasets
#:project ../src/VaeTransforms.Plots
#:package TorchSharp-cpu

// Run it with: dotnet run notebooks/02-clustering.cs
// The notebook 02-clustering.ipynb holds the same cells and is generated from this file.

// %% [markdown]
// # Clustering on latent means
//
// K-Means is told how many groups to make and nothing about digits. Does it find the ten digits better in the codes of a
// variational autoencoder than in the pixels themselves, or in their principal components?
//
// The data are 1,797 handwritten digits of 8×8 pixels. Their labels are used for one thing only: to judge the clusters afterwards.

// %%
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using VaeTransforms;
using VaeTransforms.Datasets;
using VaeTransforms.Plots;

// The tests set this variable to get through in seconds; the stored figures are those of a run without it.
bool quick = Environment.GetEnvironmentVariable("VAETRANSFORMS_QUICK") == "1";
int[] seeds = quick ? [1] : [1, 2, 3];
int starts = quick ? 2 : 10;
int? epochs = quick ? 5 : null;

var mlContext = new MLContext(seed: 1);
IDataView digits = Digits.Load(mlContext);

// %% [markdown]
// ## Three ways to describe a digit
//
// 64 pixels; the first 8 principal components of the pixels; and 8 latent means. The autoencoder is trained three times with
// different seeds, since one lucky training says little. All pixels have the same unit, so they are not rescaled: to
// standardise each one would blow up the corners of the picture, which hardly ever see ink.

// %%
ITransformer components = mlContext.Transforms
    .ProjectToPrincipalComponents("Components", "Features", rank: 8, seed: 1)
    .Fit(digits);

VaeTransformer[] encoders = seeds.Select(seed => mlContext.Transforms
    .VaeEncode("Latent", "Features", new VaeOptions
    {
        LatentDimension = 8,
        Normalization = Normalization.None,
        Epochs = epochs,
        Seed = seed,
    })
    .Fit(digits)).ToArray();

foreach (VaeTransformer encoder in encoders)
{
    Console.WriteLine($"seed {encoder.Report.Summary.Seed}: best epoch {encoder.Report.Best.Epoch}, held-out {encoder.Report.Best.Validation}");
}

// %%
display(Reconstructions.Draw(encoders[0].Model, digits, count: 12, title: "The first digits, and what 8 numbers hold of them"));

// %%
display(TrainingCurves.Draw(encoders[0].Report));

// %% [markdown]
// The curves flatten and the held-out rows follow the others: the model has learned what it can at this size, and not by heart.
//
// ## Clusters against digits
//
// NMI, normalised mutual information, says how much a row's cluster tells about its digit: 0 is nothing, 1 is everything.
// K-Means depends on where it starts, so each description gets several starts, and the table shows how far they spread.

// %%
double[] Nmi(IDataView data, string column) => Enumerable.Range(1, starts).Select(seed =>
{
    var context = new MLContext(seed);
    var kMeans = context.Clustering.Trainers
        .KMeans(new KMeansTrainer.Options { FeatureColumnName = column, NumberOfClusters = 10, NumberOfThreads = 1 })
        .Fit(data);
    return context.Clustering.Evaluate(kMeans.Transform(data), "Label").NormalizedMutualInformation;
}).ToArray();

void Write(string name, int dimensions, double[] nmi) =>
    Console.WriteLine($"{name,-22}{dimensions,10}{nmi.Average(),10:F3}{nmi.Min(),10:F3}{nmi.Max(),10:F3}");

Console.WriteLine($"{"features",-22}{"dimensions",10}{"mean NMI",10}{"lowest",10}{"highest",10}");
Write("pixels", 64, Nmi(digits, "Features"));
Write("principal components", 8, Nmi(components.Transform(digits), "Components"));
foreach (VaeTransformer encoder in encoders)
{
    Write($"latent means, seed {encoder.Report.Summary.Seed}", 8, Nmi(encoder.Transform(digits), "Latent"));
}

// %% [markdown]
// Every training of the autoencoder beats pixels (0.701) and principal components (0.693) on average: 0.715, 0.726 and 0.738. The gain
// is small beside what the start of K-Means does, and the ranges overlap. So: 8 numbers are enough instead of 64, and a little
// is won, not much.
//
// ## What the clusters hold
//
// NMI is one number. Which digits did K-Means put together, with the codes of the first training? Digits that make up less than a
// twentieth of a cluster are left out.

// %%
var best = mlContext.Clustering.Trainers
    .KMeans(new KMeansTrainer.Options { FeatureColumnName = "Latent", NumberOfClusters = 10, NumberOfThreads = 1 })
    .Fit(encoders[0].Transform(digits));
IDataView clustered = best.Transform(encoders[0].Transform(digits));
var counts = clustered.GetColumn<uint>("Label").Zip(clustered.GetColumn<uint>("PredictedLabel"), (digit, cluster) => (Digit: digit - 1, Cluster: cluster))
    .GroupBy(row => row.Cluster)
    .OrderByDescending(cluster => cluster.Count());

Console.WriteLine($"{"rows",6}   digits in the cluster");
foreach (var cluster in counts)
{
    var shares = cluster.CountBy(row => row.Digit).OrderByDescending(digit => digit.Value)
        .Where(digit => digit.Value >= 0.05 * cluster.Count())
        .Select(digit => $"{digit.Key} ({digit.Value})");
    Console.WriteLine($"{cluster.Count(),6}   {string.Join(", ", shares)}");
}

// %%
display(LatentScatter.Draw(clustered, "Latent", "Label", new LatentScatterOptions { LabelName = "digit", MaxPoints = 700 }));
display(LatentScatter.Draw(clustered, "Latent", "PredictedLabel", new LatentScatterOptions { LabelName = "cluster", MaxPoints = 700 }));

// %% [markdown]
// Zeros, twos, fives and sixes have a cluster nearly to themselves, and so have most sevens. Threes and nines share one. Ones are spread over
// three: with fours, with eights, and by themselves. K-Means wants round clusters of equal size, which digits are not: how people
// write a one differs more than how they write a zero.
//
// The pictures show two of the eight dimensions, or rather the two directions in which codes vary most. Digits that overlap
// there may be apart in the others.
//
// A cluster's centre is a point of the latent space, so it can be drawn: the ten clusters as K-Means sees them, and below each the
// row of the data whose code is nearest.

// %%
float[][] centres = LatentSpace.Centroids(encoders[0].Model, best);
float[][] pixels = digits.GetColumn<float[]>("Features").ToArray();
float[][] nearest = centres.Select(centre => pixels[LatentSpace.NearestRows(encoders[0].Model, digits, centre, count: 1)[0].Row]).ToArray();
display(Reconstructions.Draw(
    encoders[0].Model.Decode(centres), nearest, title: "The clusters' centres", inputName: "decoded centre", reconstructionName: "nearest digit"));

// %% [markdown]
// ## What does not hold
//
// - Latent means are no magic: trained without labels, they keep what is needed to draw a digit, and slant or thickness are part of that.
// - The number of clusters was given. Real data do not come with it.
// - All this is one data set of small pictures. Run it on yours before you believe it.
