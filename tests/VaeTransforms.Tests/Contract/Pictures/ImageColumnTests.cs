using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using VaeTransforms.Datasets;
using VaeTransforms.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Contract.Pictures;

/// <summary>Columns of ML.NET's own images: from the fit to a loaded pipeline.</summary>
public sealed class ImageColumnTests
{
    private const int Side = 12;
    private static readonly MLContext Context = new(1);

    private static readonly VaeOptions Quick = new()
    {
        LatentDimension = 4,
        Network = VaeNetwork.Convolutional([4, 6], units: [16]),
        Epochs = 30,
        Seed = 1,
        ReconstructionColumnName = "Back",
        ScoreColumnName = "Score",
    };

    [Fact]
    public void Images_become_codes_and_images_again()
    {
        IDataView data = View(Gray(300));
        using VaeTransformer fitted = Context.Transforms.VaeEncode("Latent", "Image", Quick).Fit(data);
        IDataView encoded = fitted.Transform(data);

        Assert.Equal("1x12x12-4x6x6-6x3x3-16-4-16-54-4x6x6-1x12x12", fitted.Model.Architecture.ToString());
        Assert.Equal(["Image", "Latent", "Score", "Back"], Shown(encoded.Schema).Select(column => column.Name));
        Assert.Equal(4, encoded.GetColumn<float[]>("Latent").First().Length);
        (byte[] before, byte[] after) = (Levels(data, "Image"), Levels(encoded, "Back"));
        Assert.Equal(before.Length, after.Length);
        double error = Rms(before, after);
        byte mean = (byte)before.Average(level => level);
        double spread = Rms(before, [.. before.Select(_ => mean)]);
        Assert.True(error < 0.8 * spread, $"The error is {error} levels, where a picture of the mean has {spread}.");
    }

    [Fact]
    public void A_saved_pipeline_gives_the_same_columns()
    {
        IDataView data = View(Gray(200));
        using VaeTransformer fitted = Context.Transforms.VaeEncode("Latent", "Image", Quick with { Epochs = 3 }).Fit(data);
        using var file = new MemoryStream();
        Context.Model.Save(fitted, inputSchema: null, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var disposed = loaded as IDisposable;
        using VaeModel model = VaeModel.FromTransformer(loaded);
        ITransformer batched = Subjects.SaveAndLoadVae(fitted, schema: null);

        Assert.Equal(Levels(fitted.Transform(data), "Back"), Levels(loaded.Transform(data), "Back"));
        Assert.Equal(Levels(fitted.Transform(data), "Back"), Levels(batched.Transform(data), "Back"));
        Assert.Equal(
            fitted.Transform(data).GetColumn<float[]>("Latent").SelectMany(row => row),
            loaded.Transform(data).GetColumn<float[]>("Latent").SelectMany(row => row),
            Near);
        Assert.Equal(
            Shown(fitted.Transform(data).Schema).Select(column => (column.Name, column.Type.ToString())),
            Shown(loaded.Transform(data).Schema).Select(column => (column.Name, column.Type.ToString())));
        Assert.Equal(fitted.Model.Architecture.Network, model.Architecture.Network);
    }

    [Fact]
    public void Members_of_the_model_that_take_a_view_read_images_too()
    {
        IDataView data = View(Gray(120));
        VaeOptions options = Quick with { Epochs = 3, ScoreColumnName = null };
        using VaeAnomalyTransformer fitted = Context.AnomalyDetection.Trainers
            .Vae("Image", new VaeAnomalyOptions { Score = AnomalyScore.NegativeElbo, Vae = options })
            .Fit(data);
        float[] scores = [.. fitted.Transform(data).GetColumn<float>("Score")];

        IDataView pixels = fitted.ToModelInput(data);
        Assert.Equal(scores, fitted.Model.Score(fitted.Model.ReadRows(pixels)), Near);
        Assert.Equal(scores.Average(), -fitted.Model.Evaluate(pixels).AtMean.Elbo, 1e-2);
        Assert.Equal(120, LatentSpace.Analyze(fitted.Model, pixels).Rows);
        Assert.Equal(scores, fitted.Explain(data).Select(explanation => explanation.Score), Near);
        using VaeAnomalyTransformer again = fitted.WithThreshold(ThresholdRule.AtScore(1));
        Assert.Equal(again.Model.InputColumnName, again.ToModelInput(data).Schema[again.Model.InputColumnName].Name);

        // A column of vectors is read as it is.
        using VaeTransformer ofVectors = Context.Transforms
            .VaeEncode("Latent", "Image.Pixels", options with { Epochs = 1 }).Fit(pixels);
        Assert.Same(pixels, ofVectors.ToModelInput(pixels));
        Assert.Equal(
            "There is no column 'Image.Pixels', but the model was trained on 144 values of it. The columns are: 'Image'. "
                + "It has the pixels of column 'Image'. Give the view that ToModelInput of the fitted transformer returns.",
            Assert.Throws<ArgumentException>(() => fitted.Model.Evaluate(data)).Message);
    }

    [Fact]
    public void One_image_at_a_time_gives_the_same_code()
    {
        IDataView data = View(Gray(100));
        using VaeTransformer fitted = Context.Transforms.VaeEncode("Latent", "Image", Quick with { Epochs = 2 }).Fit(data);
        using var engine = Context.Model.CreatePredictionEngine<Row, Code>(
            fitted, new PredictionEngineOptions { OwnsTransformer = false });

        Assert.Equal(
            fitted.Transform(data).GetColumn<float[]>("Latent").First(),
            engine.Predict(new Row { Image = Gray(1).Single() }).Latent,
            Near);
    }

    [Fact]
    public void Colors_are_three_channels_and_come_back_as_colors()
    {
        IDataView data = View(Enumerable.Range(0, 100)
            .Select(i => Image(Side, (x, y) => ((byte)(2 * i), (byte)(20 * x), 200))));
        using VaeTransformer fitted = Context.Transforms.VaeEncode("Latent", "Image", Quick with { Epochs = 150 }).Fit(data);

        Assert.StartsWith("3x12x12-", fitted.Model.Architecture.ToString(), StringComparison.Ordinal);
        double error = Rms(Levels(data, "Image"), Levels(fitted.Transform(data), "Back"));
        Assert.True(error < 25, $"The error is {error} levels.");
    }

    [Fact]
    public void Images_of_different_sizes_are_resized_if_a_size_is_stated()
    {
        IDataView data = View(Gray(60).Concat(Enumerable.Range(0, 60)
            .Select(i => Image(20, (x, y) => ((byte)i, (byte)i, (byte)i)))));

        Assert.Equal(
            "Images must have the same size, but in column 'Image' row 0 has 12×12 pixels and row 60 has 20×20. Set "
                + "ImageHeight and ImageWidth, and each image is resized to them.",
            Assert.Throws<ArgumentException>(() => Context.Transforms.VaeEncode("Latent", "Image", Quick).Fit(data)).Message);
        using VaeTransformer fitted = Context.Transforms
            .VaeEncode("Latent", "Image", Quick with { ImageHeight = 8, ImageWidth = 10 }).Fit(data);
        Assert.StartsWith("1x8x10-", fitted.Model.Architecture.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_detector_finds_images_of_another_kind()
    {
        IDataView data = View(Gray(300));
        using VaeAnomalyTransformer detector = Context.AnomalyDetection.Trainers
            .Vae("Image", new VaeAnomalyOptions { Vae = Quick with { ScoreColumnName = null, Epochs = 20 } }).Fit(data);
        var random = new Random(1);
        IDataView noise = View(Enumerable.Range(0, 20).Select(_ => Image(
            Side,
            (x, y) =>
            {
                byte level = (byte)random.Next(256);
                return (level, level, level);
            })));

        Assert.True(detector.Transform(noise).GetColumn<bool>("PredictedLabel").All(label => label), "Noise passes.");
        Assert.True(detector.Transform(data).GetColumn<bool>("PredictedLabel").Count(label => label) < 30, "Digits do not pass.");
    }

    [Fact]
    public void The_shape_of_the_estimator_is_that_of_the_transformer()
    {
        IDataView data = View(Gray(60));
        VaeEstimator estimator = Context.Transforms.VaeEncode("Latent", "Image", Quick with { Epochs = 1 });
        using VaeTransformer fitted = estimator.Fit(data);
        SchemaShape shape = estimator.GetOutputSchema(new SchemaShape(
            [SchemaShapes.Column("Image", SchemaShape.Column.VectorKind.Scalar, new ImageDataViewType())]));

        Assert.Equal(
            Shown(fitted.GetOutputSchema(data.Schema)).Select(column => column.Name).Order(),
            shape.Select(column => column.Name).Order());
        Assert.Equal(typeof(MLImage), shape.Single(column => column.Name == "Back").ItemType.RawType);
    }

    [Fact]
    public void A_row_without_an_image_is_refused()
    {
        IEnumerable<MLImage> images = Gray(7).Append(null!).Concat(Gray(9));

        Assert.Equal(
            "Row 7 of column 'Image' has no image, but a VAE needs one in each row. Leave out such rows.",
            Assert.Throws<ArgumentException>(
                () => Context.Transforms.VaeEncode("Latent", "Image", Quick).Fit(View(images))).Message);
    }

    [Fact]
    public void A_height_without_a_width_is_refused() => Assert.StartsWith(
        "ImageHeight and ImageWidth must be set together, but ImageHeight is 8 and ImageWidth is null.",
        Assert.Throws<ArgumentException>(
            () => Context.Transforms.VaeEncode("Latent", "Image", Quick with { ImageHeight = 8 })).Message,
        StringComparison.Ordinal);

    private static IEnumerable<DataViewSchema.Column> Shown(DataViewSchema schema) => schema.Where(column => !column.IsHidden);

    /// <summary>Digits, enlarged by a border of black.</summary>
    private static IEnumerable<MLImage> Gray(int count) =>
        Digits.Read().Features.Take(count).Select(pixels => Image(Side, (x, y) =>
        {
            bool isInside = x is >= 2 and < 10 && y is >= 2 and < 10;
            byte level = isInside ? (byte)(255 * pixels[((y - 2) * 8) + x - 2] / 16) : (byte)0;
            return (level, level, level);
        }));

    private static MLImage Image(int side, Func<int, int, (byte Red, byte Green, byte Blue)> color) => MLImage.CreateFromPixels(
        side,
        side,
        MLPixelFormat.Bgra32,
        [.. Enumerable.Range(0, side * side).SelectMany(i =>
        {
            (byte red, byte green, byte blue) = color(i % side, i / side);
            return new byte[] { blue, green, red, 255 };
        })]);

    /// <param name="images">Made anew in each pass: ML.NET's transformers dispose what they have read.</param>
    private static IDataView View(IEnumerable<MLImage> images) =>
        Context.Data.LoadFromEnumerable(images.Select(image => new Row { Image = image }));

    /// <summary>Red, green and blue of all pixels of a column.</summary>
    private static byte[] Levels(IDataView data, string name)
    {
        DataViewSchema.Column column = data.Schema[name];
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(column);
        var levels = new List<byte>();
        MLImage image = null!;
        while (cursor.MoveNext())
        {
            getter(ref image);
            bool isRedFirst = image.PixelFormat == MLPixelFormat.Rgba32;
            levels.AddRange(image.Pixels.ToArray().Chunk(4)
                .SelectMany(pixel => isRedFirst ? pixel[..3] : [pixel[2], pixel[1], pixel[0]]));
        }

        return [.. levels];
    }

    private static double Rms(byte[] a, byte[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Average());

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-4 * (1 + Math.Abs(a));

    private sealed class Row
    {
        [ImageType(Side, Side)]
        public MLImage Image { get; set; } = null!;
    }

    private sealed class Code
    {
        public float[] Latent { get; set; } = [];
    }
}
