#:project ../src/VaeTransforms
#:project ../src/VaeTransforms.Datasets
#:project ../src/VaeTransforms.Plots
#:package TorchSharp-cpu
#:package Microsoft.ML.ImageAnalytics

// Run it with: dotnet run notebooks/04-images.cs
// The notebook 04-images.ipynb holds the same cells and is generated from this file.

// %% [markdown]
// # Images
//
// From a folder of picture files to codes, and from codes back to a picture file: how do ML.NET's image transforms and the autoencoder
// fit together?
//
// The pictures are Fashion-MNIST's, grey clothes of 28×28 pixels, where Debian's package `dataset-fashion-mnist` is installed;
// otherwise triangles, circles and squares. Either way this notebook first writes them to PNG files, since files are what you will have.

// %%
using System.IO;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using VaeTransforms;
using VaeTransforms.Datasets;
using VaeTransforms.Plots;

// The tests set this variable to get through in seconds; the stored figures are those of a run without it.
bool quick = Environment.GetEnvironmentVariable("VAETRANSFORMS_QUICK") == "1";
int count = quick ? 200 : 3000;
int? epochs = quick ? 2 : 40;

const int Side = 28;
string folder = Directory.CreateTempSubdirectory("vae-images-").FullName;
var mlContext = new MLContext(seed: 1);

// %%
void SaveGrey(byte[] pixels, string path)
{
    byte[] colours = pixels.SelectMany(grey => new byte[] { grey, grey, grey, 255 }).ToArray();
    using MLImage image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Bgra32, colours);
    image.Save(path);
}

byte[] Grey(float[] values) => values.Select(value => (byte)Math.Round(255 * Math.Clamp(value, 0, 1))).ToArray();

const string Source = "/usr/share/datasets/fashion-mnist";
string[] names = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
IEnumerable<(byte[] Pixels, string Label)> pictures;
if (Directory.Exists(Source))
{
    byte[] labels = IdxFile.ReadLabels(Path.Combine(Source, "train-labels-idx1-ubyte.gz"));
    pictures = IdxFile.ReadImages(Path.Combine(Source, "train-images-idx3-ubyte.gz")).Pixels.Zip(labels, (pixels, label) => (pixels, names[label]));
}
else
{
    var random = new Random(1);
    double Between(double low, double high) => low + (high - low) * random.NextDouble();
    pictures = Enumerable.Range(0, count).Select(i => (Shape)(i % 3)).Select(shape => (
        Grey(Shapes.Draw(shape, Between(12, 16), Between(12, 16), Between(5, 8), Between(-180, 180))), $"{shape}"));
}

// A list of files and labels, as such folders often have.
string list = Path.Combine(folder, "list.tsv");
File.WriteAllLines(list, pictures.Take(count).Select((picture, i) =>
{
    SaveGrey(picture.Pixels, Path.Combine(folder, $"{i}.png"));
    return $"{i}.png\t{picture.Label}";
}));
Console.WriteLine($"{count} PNG files");

// %% [markdown]
// ## From file to code
//
// Four of ML.NET's transforms turn a file name into numbers: load the picture, make it grey, bring it to one size, take its pixels. A
// picture in grey has the same value in each colour, so one colour is enough. The autoencoder reads the pixels as values
// from 0 to 1, and its Bernoulli likelihood fits such values.

// %%
IDataView files = mlContext.Data.LoadFromTextFile(list, new[]
{
    new TextLoader.Column("File", DataKind.String, 0),
    new TextLoader.Column("Label", DataKind.String, 1),
});
var split = mlContext.Data.TrainTestSplit(files, testFraction: 0.1, seed: 1);

var pipeline = mlContext.Transforms.LoadImages("Image", folder, "File")
    .Append(mlContext.Transforms.ConvertToGrayscale("Image"))
    .Append(mlContext.Transforms.ResizeImages("Image", Side, Side))
    .Append(mlContext.Transforms.ExtractPixels(
        "Pixels", "Image", colorsToExtract: ImagePixelExtractingEstimator.ColorBits.Red, scaleImage: 1f / 255))
    .Append(mlContext.Transforms.VaeEncode("Code", "Pixels", new VaeOptions
    {
        LatentDimension = 16,
        Likelihood = Likelihood.Bernoulli,
        Epochs = epochs,
        ReconstructionColumnName = "Reconstruction",
        ScoreColumnName = "Score",
    }))
    .Fit(split.TrainSet);

IDataView coded = pipeline.Transform(split.TestSet);
Console.WriteLine(coded.Schema["Pixels"].Type);
Console.WriteLine(coded.Schema["Code"].Type);

// %%
display(TrainingCurves.Draw(pipeline.LastTransformer.Report));

// %% [markdown]
// ## And back
//
// The reconstruction is a vector like the pixels, so the same four lines that wrote the first files write it too.

// %%
float[][] pixels = coded.GetColumn<float[]>("Pixels").ToArray();
float[][] reconstructions = coded.GetColumn<float[]>("Reconstruction").ToArray();
string[] kinds = coded.GetColumn<string>("Label").ToArray();

SaveGrey(Grey(reconstructions[0]), Path.Combine(folder, "reconstruction.png"));
using (MLImage file = MLImage.CreateFromFile(Path.Combine(folder, "reconstruction.png")))
{
    Console.WriteLine($"reconstruction.png: {kinds[0]}, {file.Width}x{file.Height} pixels");
}

// %%
display(Reconstructions.Draw(pixels.Take(8).ToArray(), reconstructions.Take(8).ToArray(), captions: kinds.Take(8).ToArray(),
    title: "New pictures above, their reconstructions from 16 numbers below"));

// %% [markdown]
// Sixteen numbers keep what a thing is, its outline and how light it is. Print, buttons and texture are gone: most pictures do not
// have them, so they are not worth a number.
//
// ## The strangest
//
// The score says how well a picture fits what the model has learned: here are the eight worst of the new pictures.

// %%
int[] strangest = coded.GetColumn<float>("Score").Select((score, row) => (score, row)).OrderByDescending(one => one.score).Take(8).Select(one => one.row).ToArray();
display(Reconstructions.Draw(
    strangest.Select(row => pixels[row]).ToArray(),
    strangest.Select(row => reconstructions[row]).ToArray(),
    captions: strangest.Select(row => kinds[row]).ToArray(),
    title: "The highest scores, and their reconstructions below"));

// %% [markdown]
// ## New pictures
//
// Points drawn from the prior decode to pictures that nobody took. Below each stands the training picture that is most like it, to see
// that the model has not just learned its data by heart.

// %%
float[][] invented = pipeline.LastTransformer.Model.Sample(count: 10, seed: 1);
float[][] known = pipeline.Transform(split.TrainSet).GetColumn<float[]>("Pixels").ToArray();
float[] Nearest(float[] picture) => known.MinBy(row => row.Zip(picture, (a, b) => (a - b) * (a - b)).Sum())!;
display(Reconstructions.Draw(
    invented,
    invented.Select(Nearest).ToArray(),
    title: "Points drawn from the prior",
    inputName: "decoding",
    reconstructionName: "nearest picture"));

// %% [markdown]
// Most could be pieces of clothing, if blurred ones, and they are not copies of what stands below. Some are between two things: a
// place in the latent space where few codes are.
//
// ## What does not hold
//
// - There are no convolutions: the network does not know that neighbouring pixels belong together, and reads every picture as a plain list of
//   numbers. For small pictures of things in the middle that is enough; for photographs take another tool.
// - Reconstructions are means over all that the code allows, so they are soft at the edges.

// %% [markdown]
// ## Tidy up

// %%
pipeline.Dispose();
Directory.Delete(folder, recursive: true);
