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
// An autoencoder squeezes each row into a few numbers, its code, and restores the row from them. A variational autoencoder does the
// same and pays for it: a second term in what it minimises, the KL divergence, pulls all codes towards one normal distribution.
//
// What does this term do to the space in which codes live? Three things are said of it. Codes gather around one centre. Points close to each
// other decode to similar things. And any point decodes to something meaningful. This notebook looks and measures: with the term
// (`Beta = 1`) and without it (`Beta = 0`), all else equal.

// %%
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms;
using VaeTransforms.Datasets;
using VaeTransforms.Plots;

// The tests set this variable to get through in seconds; the stored figures are those of a run without it.
bool quick = Environment.GetEnvironmentVariable("VAETRANSFORMS_QUICK") == "1";
int rows = quick ? 150 : 1500;
int epochs = quick ? 2 : 60;
int[] seeds = quick ? [1, 2] : [1, 2, 3, 4, 5];
var analysis = quick ? new LatentSpaceOptions { Paths = 20, ImportanceRows = 10 } : new LatentSpaceOptions();

var mlContext = new MLContext(seed: 1);

// %% [markdown]
// ## The prior, and three terms
//
// Of all distributions that codes could have, the standard normal one is chosen: mean 0 and variance 1 in each dimension, the *prior*. The
// encoder gives each row a mean and a variance in each dimension, the *posterior*. The KL divergence says how far
// the posterior is from the prior, in nats, and for normal distributions it has a closed form. For each dimension it is
//
// ½ (variance + mean² − 1 − ln variance)

// %%
display(KlTerms.Draw());

// %% [markdown]
// On the right, mean² pulls codes from far away to the centre. On the left two terms pull against each other: one keeps variances from
// growing, the other from shrinking. Without the logarithm the cheapest posterior would be a point, nothing would be random any
// more, and the model would be a plain autoencoder. Together they are least at variance 1, mean 0: at the prior.
//
// But a row whose posterior is the prior says nothing about itself. So the reconstruction pulls the other way: to be told apart, rows need
// means that differ and variances that are small. Training finds the balance.
//
// ## Three kinds of shape
//
// Triangles, circles and squares in the middle of a picture of 28×28 pixels, a little larger or smaller, shifted and turned. Two latent
// dimensions can hold which shape it is and little else, and two can be drawn. Here are two networks, alike in all but `Beta`.

// %%
IDataView centred = Shapes.Generate(
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
VaeTransformer vae = mlContext.Transforms.VaeEncode("Latent", "Features", network).Fit(centred);
VaeTransformer autoencoder = mlContext.Transforms.VaeEncode("Latent", "Features", network with { Beta = 0 }).Fit(centred);

// %%
display(ShapesPicture.Draw(vae.Model, autoencoder.Model, centred));

// %% [markdown]
// Three kinds of shape make three clusters, and the centre of each decodes to its shape. The dashed circle holds 95 percent of the prior.
//
// On the left the VAE's clusters divide the prior among them. On the right the autoencoder's lie somewhere: nothing told it where. Half-way
// between circle and square both draw a square with round corners. Half-way to the triangle the VAE draws something round with the
// triangle's corners, which sharpen step by step, and the autoencoder lays one shape over the other.
//
// Look closely, though: in the VAE's pictures the triangle's corners come as faint shadows before they come as corners. Nothing asks it for a
// shape that is half one and half the other. It is only asked to be likely.
//
// ## What became of means and variances

// %%
display(PosteriorMoments.Draw(vae.Transform(centred), "Latent", "LogVariance", "Posteriors of the VAE"));
display(PosteriorMoments.Draw(autoencoder.Transform(centred), "Latent", "LogVariance", "Posteriors of the autoencoder"));

// %%
LatentSpaceReport vaeReport = LatentSpace.Analyze(vae.Model, centred, analysis);
LatentSpaceReport autoencoderReport = LatentSpace.Analyze(autoencoder.Model, centred, analysis);
foreach (var (name, report) in new[] { ("VAE", vaeReport), ("autoencoder", autoencoderReport) })
{
    foreach (LatentDimensionReport dimension in report.Dimensions)
    {
        Console.WriteLine($"{name,-12} dimension {dimension.Index}: variance of means {dimension.VarianceOfMeans,6:F2}, variance of posteriors {dimension.PosteriorVariance:F5}, KL {dimension.KlDivergence,5:F2} nats, {dimension.State}");
    }
}

// %% [markdown]
// The cross is the prior. A posterior of the VAE has a variance of a few hundredths: small enough to tell rows apart, large enough to
// stand for a neighbourhood and not for a point. Over all rows its means have a variance near that of the prior, which is 1. In both
// dimensions the model says something: they are *active*. Of the autoencoder's posteriors only points are left, a thousand times smaller, and
// its means spread as they like. `CollapsedToPoint` says just this. (The opposite, `CollapsedToPrior`, is a dimension that the model does
// not use: give the network more dimensions than it needs, and you will see it. Or train this one with seed 1 in place of 2: of the seeds 1
// to 4 it is the one that leaves a dimension unused, with a lower ELBO for it.)
//
// ## Between a circle and a triangle
//
// Walk in a straight line from the centre of the circles to the centre of the triangles. What do the points on the way decode to? To have
// another judge than the eye, a classifier is trained on the pictures themselves, and asked about each decoding.

// %%
float[][] pictures = centred.GetColumn<float[]>("Features").ToArray();
string[] kinds = Enum.GetNames<Shape>();
int[] kind = centred.GetColumn<uint>("Label").Select(key => (int)key - 1).ToArray();

float[] Centre(VaeModel model, Shape shape)
{
    float[][] codes = model.Encode(pictures.Where((_, row) => kind[row] == (int)shape).ToArray());
    return Enumerable.Range(0, 2).Select(j => codes.Average(code => code[j])).ToArray();
}

float[][] Way(VaeModel model) => LatentPoints.Line(Centre(model, Shape.Circle), Centre(model, Shape.Triangle), 9);

display(InterpolationStrips.Draw(vae.Model, [new LatentPath("line", Way(vae.Model))], title: "VAE: from the circles' centre to the triangles'"));
display(InterpolationStrips.Draw(autoencoder.Model, [new LatentPath("line", Way(autoencoder.Model))], title: "Autoencoder: the same way"));

// %%
var classifier = mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Features", l2Regularization: 10).Fit(centred);

IDataView View(float[][] features)
{
    var schema = SchemaDefinition.Create(typeof(Picture28));
    schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), kinds.Length);
    return mlContext.Data.LoadFromEnumerable(features.Select(pixels => new Picture28 { Features = pixels }), schema);
}

foreach (var (name, model) in new[] { ("VAE", vae.Model), ("autoencoder", autoencoder.Model) })
{
    float[][] probabilities = classifier.Transform(View(model.Decode(Way(model)))).GetColumn<float[]>("Score").ToArray();
    foreach (Shape shape in new[] { Shape.Circle, Shape.Triangle, Shape.Square })
    {
        Console.WriteLine($"{name,-12}{shape,-10}{string.Join("  ", probabilities.Select(point => $"{point[(int)shape]:F2}"))}");
    }
}

// %% [markdown]
// The VAE's pictures turn from a circle into a triangle about the middle of the way, the autoencoder's later. In both rows the
// probability of the circle only falls and that of the triangle only rises: on this walk between two clusters, the plain autoencoder does not
// fail. Between neighbours it can get by without help.
//
// ## Anywhere
//
// The centres are places where data are. What of the others? Here is a walk over the whole prior: each picture stands for an equal share of
// its mass.

// %%
display(ManifoldGrid.Draw(vae.Model, side: 11, title: "VAE: decodings over the prior's quantiles"));
display(ManifoldGrid.Draw(autoencoder.Model, side: 11, title: "Autoencoder: decodings over the prior's quantiles"));

// %% [markdown]
// Here is the difference. Every picture of the VAE is a shape, or something between two. The autoencoder has no data where the prior
// is, and few of the pictures that it draws there are shapes: the others are shadows, outlines, negatives.
//
// ## Continuity and completeness, measured
//
// Pictures of single models persuade; numbers over several trainings tell more. `LatentSpace.Compare` trains both networks with the same
// seeds and rows and measures them on rows that none was trained on.
//
// - **Continuity**: take a small step in a random direction, small beside the spread of the codes. How much does the decoding change, against a
//   linear decoder's change? 1 is as even as can be. Multiplied by the share of the data's variance that decodings have at all, or a
//   decoder that always draws the same picture would win.
// - **Completeness**: draw points from the prior and decode them. What share lies among the data (precision), and what share of the data lies
//   near such a decoding (coverage)? The headline is their harmonic mean.
//
// Both are explained with their formulas in the documentation of `LatentContinuity` and `LatentCompleteness`. Here the shapes
// stand anywhere, of any size, turned any way.

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
// Read the column on the right: *better* and *worse* stand only where the intervals of the two do not overlap.
//
// - **Completeness**: 0.924 ± 0.039 with the KL term and 0.473 ± 0.078 without. This is the lecture's claim, and it holds.
// - **Continuity**: 0.234 ± 0.092 and 0.190 ± 0.095, not told apart by five trainings. Between points where the data are it shows more:
//   steps towards neighbouring codes are smoother (0.354 against 0.152), and walks between rows more even.
// - The price: the VAE's decodings carry a little less of the data's variance (response).
// - *Completeness, normal fitted to the codes* draws points not from the prior but from a normal distribution with the codes' own mean
//   and covariance. Then the autoencoder is as complete as the VAE. In two dimensions, what it lacks is mainly that nobody knows
//   where its codes are; the KL term is what puts them in a known place.
//
// The same for real data: handwritten digits, 8 latent dimensions.

// %%
IDataView digits = mlContext.Data.TakeRows(Digits.Load(mlContext), quick ? 200 : long.MaxValue);
var digitNetwork = new VaeOptions { LatentDimension = 8, Epochs = quick ? 2 : null, Seed = 1 };
LatentComparison digitSpaces = LatentSpace.Compare(
    mlContext,
    digits,
    "Features",
    digitNetwork,
    new LatentComparisonOptions { Seeds = seeds, Analysis = analysis });
Console.WriteLine(digitSpaces);

// %% [markdown]
// Completeness again: 0.923 ± 0.018 against 0.544 ± 0.025. And in eight dimensions knowing the codes' mean and covariance does not save
// the autoencoder any more (0.906 against 0.662): its codes leave holes. Smoothness is better too, 0.536 against 0.453. The headline of
// continuity, 0.380 against 0.350, is not told apart: it also counts how much of the data's variance decodings carry, and the VAE's carry
// rather less, 0.709 against 0.773.
//
// What do such prior samples look like? Above, what each network draws for points of the prior; below, the row of the data
// that is most like it.

// %%
float[][] all = digits.GetColumn<float[]>("Features").ToArray();
float[] Nearest(float[] picture) => all.MinBy(row => row.Zip(picture, (a, b) => (a - b) * (a - b)).Sum())!;

foreach (double beta in new[] { 1.0, 0.0 })
{
    VaeTransformer fitted = mlContext.Transforms.VaeEncode("Latent", "Features", digitNetwork with { Beta = beta }).Fit(digits);
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
// With the KL term most are digits, or nearly, and of many kinds. Without it they are all more or less the same blurred figure: near
// the data, so that precision is high, and far from covering them, which is what coverage counts.
//
// ## What does not hold
//
// - The codes together are not exactly the prior. They come in clusters, and between clusters there are points of the prior with few codes
//   around them. What they decode to is a guess.
// - A straight line between two codes can cross such places. It says what the decoder draws there, not that such rows exist.
// - That an autoencoder's space is full of cliffs did not show. It is a smooth network too, and continuity alone tells the two apart only in
//   parts. Completeness does.
// - Both measures depend on how many rows are compared. Use them to compare models on the same rows, not as marks on a scale.

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
