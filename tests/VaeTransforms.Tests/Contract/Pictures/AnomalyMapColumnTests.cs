using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using VaeTransforms.Pipeline;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Pictures;

/// <summary>Where a row is odd, as a column: of images, and of vectors.</summary>
public sealed class AnomalyMapColumnTests
{
    private const int Side = 12;
    private static readonly MLContext Ml = new(1);

    private static readonly VaeAnomalyOptions OfImages = new()
    {
        AnomalyMapColumnName = "Map",
        Vae = new()
        {
            LatentDimension = 2,
            Network = VaeNetwork.Convolutional([4, 6], units: [16]),
            Epochs = 15,
            Seed = 1,
            ReconstructionColumnName = "Back",
        },
    };

    private static readonly VaeAnomalyOptions OfVectors = new()
    {
        AnomalyMapColumnName = "Map",
        Vae = new() { LatentDimension = 3, HiddenLayers = [24], Epochs = 60, BatchSize = 32, ValidationFraction = 0.4, Seed = 1 },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_spot_in_an_image_is_bright_also_after_loading(bool isColored)
    {
        IDataView data = Images(300, isColored, spot: false);
        VaeAnomalyEstimator estimator = Ml.AnomalyDetection.Trainers.Vae("Image", OfImages);
        using VaeAnomalyTransformer fitted = estimator.Fit(data);
        IDataView odd = Images(20, isColored, spot: true);
        using var file = new MemoryStream();
        Ml.Model.Save(fitted, inputSchema: null, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var disposed = loaded as IDisposable;
        byte[][] maps = Levels(fitted.Transform(odd));

        Assert.Equal(new ImageDataViewType(Side, Side), fitted.GetOutputSchema(data.Schema)["Map"].Type);
        Assert.Equal(
            ["Image", "Score", "PredictedLabel", "Back", "Map"],
            fitted.GetOutputSchema(data.Schema).Where(column => !column.IsHidden).Select(column => column.Name));
        Assert.Equal(typeof(MLImage), estimator.GetOutputSchema(new SchemaShape(
            [SchemaShapes.Column("Image", SchemaShape.Column.VectorKind.Scalar, new ImageDataViewType())]))
            .Single(column => column.Name == "Map").ItemType.RawType);
        Assert.Equal(maps, Levels(loaded.Transform(odd)));
        Assert.All(maps, map =>
        {
            byte[] sorted = [.. map.Order()];
            Assert.True(map[(5 * Side) + 5] >= sorted[^12], "The spot of 3×3 pixels is not where the map is brightest.");
        });

        // 43,200 pixels, of which one in a thousand should be white; those of an image are dependent.
        double white = Levels(fitted.Transform(data)).SelectMany(map => map).Average(level => level == 255 ? 1.0 : 0);
        Assert.InRange(white, 0, 0.005);
    }

    [Fact]
    public void A_vector_has_a_vector_with_its_slot_names_also_after_loading()
    {
        IDataView data = View(Ml, Rows(1500));
        VaeAnomalyEstimator estimator = Ml.AnomalyDetection.Trainers.Vae("Features", OfVectors);
        using VaeAnomalyTransformer fitted = estimator.Fit(data);
        Sheet[] rows = Rows(200, seed: 5);
        foreach (Sheet row in rows)
        {
            row.Features[4] += 20;
        }

        float[][] maps = [.. fitted.Transform(View(Ml, rows)).GetColumn<float[]>("Map")];
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        using VaeModel model = VaeModel.FromTransformer(loaded);

        Assert.Equal(rows[0].Features.Length, maps[0].Length);
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, estimator.GetOutputSchema(new SchemaShape(
            [SchemaShapes.Column("Features", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single)]))
            .Single(column => column.Name == "Map").Kind);
        Assert.All(maps, map => Assert.True(map[4] > 5, $"The slot has {map[4]} nats."));
        Assert.Equal(maps.SelectMany(map => map), Values(loaded, rows), Near);
        Assert.Equal(maps.SelectMany(map => map), Values(model.ToDetector(Ml, OfVectors), rows), Near);
        Assert.Equal(
            maps.SelectMany(map => map),
            model.AnomalyMaps([.. rows.Select(row => row.Features)]).SelectMany(map => map),
            Near);
    }

    [Fact]
    public void A_table_has_no_map() => Assert.StartsWith(
        "AnomalyMapColumnName is 'Map', but the input is the columns of a table: 'Age', 'Job'. A map needs one column of vectors",
        Assert.Throws<ArgumentException>(() => Ml.AnomalyDetection.Trainers.Vae(["Age", "Job"], OfVectors)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_used_twice_is_refused() => Assert.StartsWith(
        "Two output columns have the name 'Map'.",
        Assert.Throws<ArgumentException>(
            () => Ml.AnomalyDetection.Trainers.Vae("Features", OfVectors with { PValueColumnName = "Map" })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_model_that_was_fitted_without_a_map_gives_no_column()
    {
        using VaeAnomalyTransformer fitted = Ml.AnomalyDetection.Trainers
            .Vae("Features", OfVectors with { AnomalyMapColumnName = null, Vae = OfVectors.Vae with { Epochs = 1 } })
            .Fit(View(Ml, Rows(100)));

        Assert.StartsWith(
            "AnomalyMapColumnName is 'Map', but the model has learned no map. Set AnomalyMapColumnName when you fit.",
            Assert.Throws<ArgumentException>(() => fitted.Model.ToDetector(Ml, OfVectors)).Message,
            StringComparison.Ordinal);
    }

    private static IEnumerable<float> Values(ITransformer detector, Sheet[] rows) =>
        detector.Transform(View(Ml, rows)).GetColumn<float[]>("Map").SelectMany(map => map);

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-4 * (1 + Math.Abs(a));

    /// <summary>Slopes of different directions, with a black spot in the middle or without; made anew in each pass.</summary>
    private static IDataView Images(int count, bool isColored, bool spot) => Ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new Row { Image = Image(i, isColored, spot) }));

    private static MLImage Image(int number, bool isColored, bool spot)
    {
        var random = new Random(number + (spot ? 10_000 : 0));
        (double across, double down) = (random.NextDouble(), random.NextDouble());
        return MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Bgra32, [.. Enumerable.Range(0, Side * Side).SelectMany(i =>
        {
            (int x, int y) = (i % Side, i / Side);
            double level = 100 + (60 * across * x / Side) + (60 * down * y / Side) + (6 * random.NextDouble());
            byte gray = spot && x is >= 4 and < 7 && y is >= 4 and < 7 ? (byte)0 : (byte)level;
            return new byte[] { gray, gray, isColored ? (byte)(gray / 2) : gray, 255 };
        })]);
    }

    /// <summary>The green level of each pixel of the map; all channels are the same.</summary>
    private static byte[][] Levels(IDataView data)
    {
        DataViewSchema.Column column = data.Schema["Map"];
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(column);
        var maps = new List<byte[]>();
        MLImage image = null!;
        while (cursor.MoveNext())
        {
            getter(ref image);
            Assert.All(image.Pixels.ToArray().Chunk(4), pixel => Assert.Single(pixel[..3].Distinct()));
            maps.Add([.. image.Pixels.ToArray().Chunk(4).Select(pixel => pixel[1])]);
        }

        return [.. maps];
    }

    private sealed class Row
    {
        [ImageType(Side, Side)]
        public MLImage Image { get; set; } = null!;
    }
}
