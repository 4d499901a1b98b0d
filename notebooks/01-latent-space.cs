#:project ../src/VaeTransforms
#:project ../src/VaeTransforms.Analysis
#:project ../src/VaeTransforms.Datasets
#:project ../src/VaeTransforms.Plots
#:package TorchSharp-cpu

// Run it with: dotnet run notebooks/01-latent-space.cs
// The notebook 01-latent-space.ipynb holds the same cells and is generated from this file.

// %% [markdown]
// # The latent space
//
// An autoencoder compresses each row into a few numbers, its code, and restores the row from them. A variational
// autoencoder does the same, but it also minimizes a second term, the KL divergence. This term pulls all codes toward one
// normal distribution.
//
// What does this term do to the latent space? Textbooks make three claims. Codes gather around one center. Points close to
// each other decode to similar rows. Any point decodes to something meaningful. This notebook tests the claims by eye and by
// measurement: with the term (`Beta = 1`) and without it (`Beta = 0`), all else equal.

// %%
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms;
using VaeTransforms.Datasets;
using VaeTransforms.Plots;

// The tests set this variable to finish in seconds; the stored figures come from a run without it.
bool quick = Environment.GetEnvironmentVariable("VAETRANSFORMS_QUICK") == "1";
int rows = quick ? 150 : 1500;
int epochs = quick ? 2 : 60;
int[] seeds = quick ? [1, 2] : [1, 2, 3, 4, 5];
var analysis = quick ? new LatentSpaceOptions { Paths = 20, ImportanceRows = 10 } : new LatentSpaceOptions();

var mlContext = new MLContext(seed: 1);

// %% [markdown]
// ## The prior, and three terms
//
// The *prior* is the distribution that codes should have. It is the standard normal distribution: mean 0 and variance 1 in
// each dimension. The encoder gives each row a mean and a variance in each dimension, the *posterior*. The KL divergence
// measures how far the posterior is from the prior, in nats. For normal distributions it has a closed form. For each
// dimension it is
//
// ½ (variance + mean² − 1 − ln variance)

// %%
display(KlTerms.Draw());

// %% [markdown]
// On the right, mean² pulls distant codes to the center. On the left, two terms pull against each other: one keeps variances
// from growing, the other keeps them from shrinking. Without the logarithm the cheapest posterior would be a point. Nothing
// would be random any more, and the model would be a plain autoencoder. The sum is smallest at variance 1 and mean 0, which
// is the prior.
//
// But a posterior that equals the prior carries no information about its row. So the reconstruction error pulls the other
// way: rows can be told apart only if their means differ and their variances are small. Training finds the balance.
//
// ## Three kinds of shape
//
// The data are triangles, circles and squares in the middle of a picture of 28×28 pixels. They vary a little in size,
// position and rotation. Two latent dimensions can hold the kind of shape and little else, and two dimensions can be drawn.
// We train two networks that differ only in `Beta`.

// %%
IDataView centered = Shapes.Generate(
    mlContext, rows, seed: 1, new ShapeOptions { MinRadius = 6.5, MaxRadius = 7.5, MaxShift = 0.5, MaxRotation = 5 });

var network = new VaeOptions
{
    LatentDimension = 2,
    HiddenLayers = [128, 64],
    Normalization = Normalization.None,
    Epochs = epochs,
    Seed = 2,
    LogVarianceColumnName = "LogVariance",
};
VaeTransformer vae = mlContext.Transforms.VaeEncode("Latent", "Features", network).Fit(centered);
VaeTransformer autoencoder = mlContext.Transforms.VaeEncode("Latent", "Features", network with { Beta = 0 }).Fit(centered);

// %%
display(ShapesPicture.Draw(vae.Model, autoencoder.Model, centered));

// %% [markdown]
// Three kinds of shape make three clusters, and the center of each cluster decodes to its shape. The dashed circle holds 95
// percent of the prior.
//
// On the left, the VAE's clusters share the area of the prior. On the right, the autoencoder's clusters can be anywhere,
// because nothing in the loss decides where. Halfway between circle and square, both draw a square with round corners.
// Halfway to the triangle, the VAE draws something round with the triangle's corners, which sharpen step by step. The
// autoencoder draws one shape on top of the other.
//
// But look closely: in the VAE's pictures, too, the triangle's corners appear as faint shadows before they become corners.
// No part of the loss requires a shape that is half one and half the other. It only requires that decodings are likely.
//
// ## Means and variances

// %%
display(PosteriorMoments.Draw(vae.Transform(centered), "Latent", "LogVariance", "Posteriors of the VAE"));
display(PosteriorMoments.Draw(
    autoencoder.Transform(centered), "Latent", "LogVariance", "Posteriors of the autoencoder"));

// %%
LatentSpaceReport vaeReport = LatentSpace.Analyze(vae.Model, centered, analysis);
LatentSpaceReport autoencoderReport = LatentSpace.Analyze(autoencoder.Model, centered, analysis);
foreach (var (name, report) in new[] { ("VAE", vaeReport), ("autoencoder", autoencoderReport) })
{
    foreach (LatentDimensionReport dimension in report.Dimensions)
    {
        Console.WriteLine(
            $"{name,-12} dimension {dimension.Index}: variance of means {dimension.VarianceOfMeans,6:F2}, "
            + $"variance of posteriors {dimension.PosteriorVariance:F5}, KL {dimension.KlDivergence,5:F2} nats, "
            + $"{dimension.State}");
    }
}

// %% [markdown]
// The cross is the prior. A posterior of the VAE has a variance of a few hundredths. That is small enough to tell rows apart,
// and large enough to cover a neighborhood instead of a point. Over all rows, the variance of the means is near that of the
// prior, which is 1. Both dimensions carry information: they are *active*.
//
// The autoencoder's posteriors have a variance a thousand times smaller, which is nearly a point, and nothing limits how far
// its means spread. The report calls this state `CollapsedToPoint`. The opposite state, `CollapsedToPrior`, is a dimension
// that the model does not use. It appears when the network has more dimensions than it needs. It also appears here if you
// train with seed 1 instead of 2: of the seeds 1 to 4, seed 1 is the only one that leaves a dimension unused, and its ELBO is
// lower.
//
// ## Between a circle and a triangle
//
// Walk in a straight line from the center of the circles to the center of the triangles. What do the points on the way decode
// to? To avoid judging by eye alone, we train a classifier on the pictures and apply it to each decoding.

// %%
float[][] pictures = centered.GetColumn<float[]>("Features").ToArray();
string[] kinds = Enum.GetNames<Shape>();
int[] kind = centered.GetColumn<uint>("Label").Select(key => (int)key - 1).ToArray();

float[] Center(VaeModel model, Shape shape)
{
    float[][] codes = model.Encode(pictures.Where((_, row) => kind[row] == (int)shape).ToArray());
    return Enumerable.Range(0, 2).Select(j => codes.Average(code => code[j])).ToArray();
}

float[][] Points(VaeModel model) => LatentPoints.Line(Center(model, Shape.Circle), Center(model, Shape.Triangle), 9);

display(InterpolationStrips.Draw(
    vae.Model,
    [new LatentPath("line", Points(vae.Model))],
    title: "VAE: from the center of the circles to the center of the triangles"));
display(InterpolationStrips.Draw(
    autoencoder.Model,
    [new LatentPath("line", Points(autoencoder.Model))],
    title: "Autoencoder: from the center of the circles to the center of the triangles"));

// %%
var classifier = mlContext.MulticlassClassification.Trainers
    .LbfgsMaximumEntropy("Label", "Features", l2Regularization: 10)
    .Fit(centered);

IDataView View(float[][] features)
{
    var schema = SchemaDefinition.Create(typeof(Picture28));
    schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), kinds.Length);
    return mlContext.Data.LoadFromEnumerable(features.Select(pixels => new Picture28 { Features = pixels }), schema);
}

foreach (var (name, model) in new[] { ("VAE", vae.Model), ("autoencoder", autoencoder.Model) })
{
    IDataView decodings = View(model.Decode(Points(model)));
    float[][] probabilities = classifier.Transform(decodings).GetColumn<float[]>("Score").ToArray();
    foreach (Shape shape in new[] { Shape.Circle, Shape.Triangle, Shape.Square })
    {
        string along = string.Join("  ", probabilities.Select(point => $"{point[(int)shape]:F2}"));
        Console.WriteLine($"{name,-12}{shape,-10}{along}");
    }
}

// %% [markdown]
// The VAE's pictures turn from a circle into a triangle about the middle of the line, the autoencoder's later. In both, the
// probability of the circle only falls and that of the triangle only rises. So on this line between two clusters the plain
// autoencoder does not fail. Between neighboring clusters it does not need the KL term.
//
// ## Everywhere else
//
// The lines so far connect places where the data are. What about all other places? The next picture covers the whole prior:
// each image stands for an equal share of the prior's mass.

// %%
display(ManifoldGrid.Draw(vae.Model, side: 11, title: "VAE: decodings over the prior's quantiles"));
display(ManifoldGrid.Draw(autoencoder.Model, side: 11, title: "Autoencoder: decodings over the prior's quantiles"));

// %% [markdown]
// Here is the difference. Every image of the VAE is a shape, or something between two shapes. The autoencoder has no data
// where the prior is, and few of its images are shapes. The others are shadows, outlines and negatives.
//
// ## Continuity and completeness, measured
//
// Pictures of single models can mislead; numbers over several trainings are more reliable. `LatentSpace.Compare` trains both
// networks with the same seeds and the same rows, and measures them on rows that neither was trained on.
//
// - **Continuity**: take a small step in a random direction, small compared with the spread of the codes. How much does the
//   decoding change, compared with the change of a linear decoder? 1 is as even as possible. The value is multiplied by the
//   share of the data's variance that decodings have. Otherwise a decoder that always draws the same picture would win.
// - **Completeness**: draw points from the prior and decode them. What share of the decodings lies among the data
//   (precision), and what share of the data lies near a decoding (coverage)? The headline is the harmonic mean of the two.
//
// The documentation of `LatentContinuity` and `LatentCompleteness` has the formulas. The shapes for this comparison stand
// anywhere, at any size and any rotation.

// %%
IDataView anywhere = Shapes.Generate(mlContext, 2 * rows, seed: 2);
LatentComparison shapes = LatentSpace.Compare(
    mlContext,
    anywhere,
    "Features",
    network,
    new LatentComparisonOptions { Seeds = seeds, Analysis = analysis });
Console.WriteLine(shapes);

// %% [markdown]
// The column on the right states *better* or *worse* only where the intervals of the two do not overlap.
//
// - **Completeness**: 0.924 ± 0.039 with the KL term and 0.473 ± 0.078 without. This is the textbook claim, and it holds.
// - **Continuity**: 0.234 ± 0.092 and 0.190 ± 0.095. Five trainings do not separate the two. Between points where the data
//   are, the difference is clearer: steps toward neighboring codes are smoother (0.354 against 0.152), and walks between rows
//   are more even.
// - The price: the VAE's decodings carry slightly less of the data's variance (response).
// - *Completeness, normal fitted to the codes* draws points from a normal distribution with the mean and covariance of the
//   codes, instead of from the prior. Then the autoencoder is as complete as the VAE. So in two dimensions the main problem
//   of the autoencoder is that its codes can be anywhere. The KL term puts them in a known place.
//
// The same comparison on real data: handwritten digits, 8 latent dimensions.

// %%
IDataView digits = mlContext.Data.TakeRows(Digits.Load(mlContext), quick ? 200 : long.MaxValue);
var digitNetwork = new VaeOptions
{
    LatentDimension = 8,
    Normalization = Normalization.Standardize,
    Epochs = quick ? 2 : null,
    Seed = 1,
};
LatentComparison digitSpaces = LatentSpace.Compare(
    mlContext,
    digits,
    "Features",
    digitNetwork,
    new LatentComparisonOptions { Seeds = seeds, Analysis = analysis });
Console.WriteLine(digitSpaces);

// %% [markdown]
// The VAE is more complete again: 0.923 ± 0.018 against 0.544 ± 0.025. In eight dimensions the mean and covariance of the
// codes no longer close the gap for the autoencoder (0.906 against 0.662), because its codes leave holes. Smoothness is
// better too, 0.536 against 0.453. The headline of continuity, 0.380 against 0.350, does not separate the two. It also counts
// how much of the data's variance decodings carry, and the VAE's carry less: 0.709 against 0.773.
//
// What do such samples from the prior look like? The upper rows show what each network draws for points of the prior, the
// lower rows the most similar digit of the data.

// %%
float[][] all = digits.GetColumn<float[]>("Features").ToArray();
float[] Nearest(float[] picture) => all.MinBy(row => row.Zip(picture, (a, b) => (a - b) * (a - b)).Sum())!;

foreach (double beta in new[] { 1.0, 0.0 })
{
    VaeTransformer fitted = mlContext.Transforms
        .VaeEncode("Latent", "Features", digitNetwork with { Beta = beta })
        .Fit(digits);
    float[][] samples = fitted.Model.Sample(count: 12, seed: 1);
    display(Reconstructions.Draw(
        samples,
        samples.Select(Nearest).ToArray(),
        title: $"Beta {beta}: decodings of points drawn from the prior",
        inputName: "decoding",
        reconstructionName: "nearest digit"));
    fitted.Dispose();
}

// %% [markdown]
// With the KL term most samples are digits, or nearly, and of many kinds. Without it they are all variants of one blurred
// figure. That figure is near the data, so precision is high. But it covers few of the data, so coverage is low.
//
// ## Limits
//
// - The codes of all rows together do not follow the prior exactly. They form clusters, and between clusters there are points
//   of the prior with few codes around them. Decodings of such points are extrapolations.
// - A straight line between two codes can cross such places. It shows what the decoder draws there, not that such rows exist.
// - This notebook did not find that an autoencoder's space is full of sudden jumps. The autoencoder is a smooth network too,
//   and continuity separates the two only in part. Completeness separates them clearly.
// - Both measures depend on the number of rows that are compared. Use them to compare models on the same rows, not as absolute
//   grades.

// %%
vae.Dispose();
autoencoder.Dispose();

// %% [types]
class Picture28
{
    [VectorType(28 * 28)]
    public float[] Features { get; set; } = [];

    public uint Label { get; set; }
}
