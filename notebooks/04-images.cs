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
// This notebook goes from a folder of image files to codes, and from codes back to an image file. It shows how ML.NET's image
// transforms and the autoencoder work together.
//
// The images are gray pictures of clothing from Fashion-MNIST, 28×28 pixels, if Debian's package `dataset-fashion-mnist` is
// installed. Otherwise they are triangles, circles and squares. In both cases the notebook first writes them to PNG files,
// because image files are the usual input.

// %%
using System.IO;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using VaeTransforms;
using VaeTransforms.Datasets;
using VaeTransforms.Plots;

// The tests set this variable to finish in seconds; the stored figures come from a run without it.
bool quick = Environment.GetEnvironmentVariable("VAETRANSFORMS_QUICK") == "1";
int count = quick ? 200 : 3000;
int? epochs = quick ? 2 : 40;

const int Side = 28;
string folder = Directory.CreateTempSubdirectory("vae-images-").FullName;
var mlContext = new MLContext(seed: 1);

// %%
void SaveGray(byte[] pixels, string path)
{
    byte[] colors = pixels.SelectMany(gray => new byte[] { gray, gray, gray, 255 }).ToArray();
    using MLImage image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Bgra32, colors);
    image.Save(path);
}

byte[] Gray(float[] values) => values.Select(value => (byte)Math.Round(255 * Math.Clamp(value, 0, 1))).ToArray();

const string Source = "/usr/share/datasets/fashion-mnist";
string[] names =
    ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
IEnumerable<(byte[] Pixels, string Label)> pictures;
if (Directory.Exists(Source))
{
    byte[] labels = IdxFile.ReadLabels(Path.Combine(Source, "train-labels-idx1-ubyte.gz"));
    IdxImages images = IdxFile.ReadImages(Path.Combine(Source, "train-images-idx3-ubyte.gz"));
    pictures = images.Pixels.Zip(labels, (pixels, label) => (pixels, names[label]));
}
else
{
    var random = new Random(1);
    double Between(double low, double high) => low + (high - low) * random.NextDouble();
    pictures = Enumerable.Range(0, count).Select(i => (Shape)(i % 3)).Select(shape => (
        Gray(Shapes.Draw(shape, Between(12, 16), Between(12, 16), Between(5, 8), Between(-180, 180))), $"{shape}"));
}

// Folders of images often come with such a list of files and labels.
string list = Path.Combine(folder, "list.tsv");
File.WriteAllLines(list, pictures.Take(count).Select((picture, i) =>
{
    SaveGray(picture.Pixels, Path.Combine(folder, $"{i}.png"));
    return $"{i}.png\t{picture.Label}";
}));
Console.WriteLine($"{count} PNG files");

// %% [markdown]
// ## From file to code
//
// Four of ML.NET's transforms turn a file name into numbers: load the image, convert it to gray, resize it, extract its
// pixels. A gray image has the same value in each color channel, so one channel is enough. The autoencoder reads the pixels as
// values from 0 to 1, which fit its Bernoulli likelihood.

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
// ## From code to file
//
// The reconstruction is a vector of the same form as the pixels, so the method that wrote the first files writes it too.

// %%
float[][] pixels = coded.GetColumn<float[]>("Pixels").ToArray();
float[][] reconstructions = coded.GetColumn<float[]>("Reconstruction").ToArray();
string[] kinds = coded.GetColumn<string>("Label").ToArray();

SaveGray(Gray(reconstructions[0]), Path.Combine(folder, "reconstruction.png"));
using (MLImage file = MLImage.CreateFromFile(Path.Combine(folder, "reconstruction.png")))
{
    Console.WriteLine($"reconstruction.png: {kinds[0]}, {file.Width}x{file.Height} pixels");
}

// %%
display(Reconstructions.Draw(
    pixels.Take(8).ToArray(),
    reconstructions.Take(8).ToArray(),
    captions: kinds.Take(8).ToArray(),
    title: "New pictures above, their reconstructions from 16 numbers below"));

// %% [markdown]
// Sixteen numbers keep the kind of clothing, its outline and its brightness. Prints, buttons and texture are lost: few images
// have them, so encoding them would lower the loss only a little.
//
// ## The most anomalous images
//
// The score measures how badly an image fits the model. Here are the eight new images with the highest scores.

// %%
int[] highest = coded.GetColumn<float>("Score")
    .Select((score, row) => (score, row))
    .OrderByDescending(one => one.score)
    .Take(8)
    .Select(one => one.row)
    .ToArray();
display(Reconstructions.Draw(
    highest.Select(row => pixels[row]).ToArray(),
    highest.Select(row => reconstructions[row]).ToArray(),
    captions: highest.Select(row => kinds[row]).ToArray(),
    title: "The highest scores, and their reconstructions below"));

// %% [markdown]
// ## Generated images
//
// Points drawn from the prior decode to images that are not in the data. Below each is the most similar training image, which
// shows that the model has not just memorized its data.

// %%
float[][] generated = pipeline.LastTransformer.Model.Sample(count: 10, seed: 1);
float[][] known = pipeline.Transform(split.TrainSet).GetColumn<float[]>("Pixels").ToArray();
float[] Nearest(float[] image) => known.MinBy(row => row.Zip(image, (a, b) => (a - b) * (a - b)).Sum())!;
display(Reconstructions.Draw(
    generated,
    generated.Select(Nearest).ToArray(),
    title: "Points drawn from the prior",
    inputName: "decoding",
    reconstructionName: "nearest picture"));

// %% [markdown]
// Most look like blurred pieces of clothing, and they are not copies of the images below them. Some lie between two kinds: few
// codes are at that place of the latent space.
//
// ## Limits
//
// - This network has no convolutions. It reads an image as a plain list of numbers and ignores which pixels are neighbors.
//   That is enough for small, centered images. For photographs use another tool.
// - A reconstruction is a mean over all images that fit the code, so its edges are soft.

// %% [markdown]
// ## Clean up

// %%
pipeline.Dispose();
Directory.Delete(folder, recursive: true);
