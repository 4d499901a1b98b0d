#:project ../src/VaeTransforms
#:project ../src/VaeTransforms.Datasets
#:project ../src/VaeTransforms.Plots
#:package TorchSharp-cpu

// Run it with: dotnet run notebooks/02-clustering.cs
// 02-clustering.ipynb beside it holds the same cells and is generated from this file.

// %% [markdown]
// # Clustering on latent means

// %%
using Microsoft.ML;
using VaeTransforms;
using VaeTransforms.Datasets;
using VaeTransforms.Plots;

bool quick = Environment.GetEnvironmentVariable("VAETRANSFORMS_QUICK") == "1";
var mlContext = new MLContext(seed: 1);
IDataView digits = Digits.Load(mlContext);
VaeTransformer encoder = mlContext.Transforms.VaeEncode("Latent", "Features", new VaeOptions { Epochs = quick ? 3 : 10 }).Fit(digits);
Console.WriteLine(encoder.Report);

// %%
display(TrainingCurves.Draw(encoder.Report));
