#:project ../src/VaeTransforms
#:project ../src/VaeTransforms.Datasets
#:package TorchSharp-cpu
#:package Microsoft.ML.OnnxRuntime

// Run it with: dotnet run notebooks/05-serving.cs
// The notebook 05-serving.ipynb holds the same cells and is generated from this file.

// %% [markdown]
// # Serving
//
// Training needs libtorch, about half a gigabyte. What does an application need that only uses the model? And what does an
// application need that does not use ML.NET at all?

// %%
using System.IO;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaeTransforms;
using VaeTransforms.Datasets;

// The tests set this variable to finish in seconds; the stored figures come from a run without it.
bool quick = Environment.GetEnvironmentVariable("VAETRANSFORMS_QUICK") == "1";

string folder = Directory.CreateTempSubdirectory("vae-serving-").FullName;
string PathOf(string file) => Path.Combine(folder, file);
long KiB(string file) => new FileInfo(PathOf(file)).Length / 1024;

var mlContext = new MLContext(seed: 1);
IDataView digits = Digits.Load(mlContext);

// %% [markdown]
// ## Train and save
//
// This is an ordinary ML.NET pipeline: K-Means clusters the autoencoder's latent means.

// %%
var pipeline = mlContext.Transforms
    .VaeEncode("Latent", "Features", new VaeOptions
    {
        LatentDimension = 8,
        Epochs = quick ? 3 : null,
    })
    .Append(mlContext.Clustering.Trainers.KMeans("Latent", numberOfClusters: 10))
    .Fit(digits);

mlContext.Model.Save(pipeline, digits.Schema, PathOf("model.zip"));
Console.WriteLine($"model.zip: {KiB("model.zip")} KiB");

// %% [markdown]
// ## Load
//
// A fresh `MLContext` takes the role of the serving application. It loads ML.NET's own transformers. No type of this library
// and no type of TorchSharp is among them.

// %%
var servingContext = new MLContext();
ITransformer loaded = servingContext.Model.Load(PathOf("model.zip"), out _);

IEnumerable<ITransformer> Parts(ITransformer transformer) =>
    transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [transformer];

foreach (ITransformer part in Parts(loaded))
{
    Console.WriteLine($"{part.GetType().Assembly.GetName().Name,-32}{part.GetType().Name}");
}

// %% [markdown]
// The `OnnxTransformer` holds the autoencoder as an ONNX graph, which ONNX Runtime computes. The transformers around it check
// the input and remove helper columns; the last one is K-Means. So the serving application references `Microsoft.ML`,
// `Microsoft.ML.OnnxTransformer` and `Microsoft.ML.OnnxRuntime`, and nothing else. (Scalar columns such as `Score`, and the
// anomaly detector, also need `VaeTransforms.Serving`, but no libtorch.)
//
// Do both pipelines give the same results?

// %%
float[][] before = pipeline.Transform(digits).GetColumn<float[]>("Latent").ToArray();
float[][] after = loaded.Transform(digits).GetColumn<float[]>("Latent").ToArray();
float Largest(float[][] a, float[][] b) => a.Zip(b, (x, y) => x.Zip(y, (p, q) => Math.Abs(p - q)).Max()).Max();
Console.WriteLine($"largest difference between {before.Length} codes before and after: {Largest(before, after):G2}");

uint[] clustersBefore = pipeline.Transform(digits).GetColumn<uint>("PredictedLabel").ToArray();
uint[] clustersAfter = loaded.Transform(digits).GetColumn<uint>("PredictedLabel").ToArray();
Console.WriteLine($"rows in another cluster: {clustersBefore.Zip(clustersAfter).Count(pair => pair.First != pair.Second)}");

// %% [markdown]
// ## One row at a time
//
// A web service scores single rows. `PredictionEngine` needs one class for the input and one for the output.

// %%
var engine = servingContext.Model.CreatePredictionEngine<Digit, Cluster>(loaded);
Digit digit = servingContext.Data.CreateEnumerable<Digit>(digits, reuseRowObject: false).First();
Cluster cluster = engine.Predict(digit);
Console.WriteLine($"cluster {cluster.PredictedLabel}, code {string.Join(" ", cluster.Latent.Select(value => $"{value:F2}"))}");

// %% [markdown]
// ## Without ML.NET
//
// `VaeModel` gives access to the model inside a pipeline, trained or loaded, including the decoder. `SaveOnnx` writes the part
// that you need as a plain ONNX graph. The graph includes the normalization, and it accepts any number of rows.

// %%
VaeModel vae = VaeModel.FromTransformer(loaded);
foreach (OnnxGraph graph in new[] { OnnxGraph.Scorer, OnnxGraph.Encoder, OnnxGraph.Decoder })
{
    vae.SaveOnnx(PathOf($"{graph}.onnx"), graph);
    using var session = new InferenceSession(PathOf($"{graph}.onnx"));
    string inputs = string.Join(", ", session.InputMetadata.Keys);
    string outputs = string.Join(", ", session.OutputMetadata.Keys);
    Console.WriteLine($"{graph + ".onnx",-15}{KiB($"{graph}.onnx"),5} KiB   {inputs} -> {outputs}");
}

// %% [markdown]
// The encoder alone is half the size of the scorer, because it does not contain the decoder.
//
// Next, ONNX Runtime without ML.NET, as Python, C++ or a browser would use it: rows in, codes out.

// %%
var encoder = new InferenceSession(PathOf("Encoder.onnx"));
float[][] rows = digits.GetColumn<float[]>("Features").Take(100).ToArray();
var input = new DenseTensor<float>(rows.SelectMany(row => row).ToArray(), new[] { rows.Length, rows[0].Length });

var results = encoder.Run(new[] { NamedOnnxValue.CreateFromTensor("Features", input) });
float[][] means = results.First(result => result.Name == "Mean").AsTensor<float>().ToArray().Chunk(8).ToArray();
Console.WriteLine($"largest difference to ML.NET's codes: {Largest(means, before):G2}");

// %% [markdown]
// ## Clean up
//
// Pipelines, models and sessions hold native memory, and a loaded pipeline holds an open file.

// %%
results.Dispose();
encoder.Dispose();
vae.Dispose();
engine.Dispose();
(pipeline as IDisposable)?.Dispose();
Directory.Delete(folder, recursive: true);

// %% [types]
class Digit
{
    [VectorType(64)]
    public float[] Features { get; set; } = [];
}

class Cluster
{
    public float[] Latent { get; set; } = [];

    public uint PredictedLabel { get; set; }
}
