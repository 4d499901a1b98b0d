using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeTransforms.Datasets;
using Xunit;

namespace VaeTransforms.Tests.Contract.Pictures;

/// <summary>Convolutional networks on vectors: from the fit to a process without libtorch.</summary>
public sealed class ConvolutionalTests
{
    private static readonly MLContext Context = new(1);
    private static readonly VaeOptions Quick = new()
    {
        LatentDimension = 4,
        Network = VaeNetwork.Convolutional([4, 6], units: [16]),
        Epochs = 3,
        BatchSize = 32,
        Seed = 1,
    };

    [Fact]
    public void A_square_vector_is_a_picture_of_one_channel()
    {
        using VaeTransformer fitted = Fit(Quick with { Epochs = 20 }, Digit(64));

        Assert.Equal("1x8x8-4x4x4-6x2x2-16-4-16-24-4x4x4-1x8x8", fitted.Model.Architecture.ToString());
        Assert.Equal(TrainingPath.Derived, fitted.Report.Path);
        IReadOnlyList<EpochMetrics> epochs = fitted.Report.Epochs;
        Assert.True(epochs[^1].Train.Elbo > epochs[0].Train.Elbo + 2, $"From {epochs[0].Train} to {epochs[^1].Train}.");
    }

    [Fact]
    public void A_saved_pipeline_gives_the_same_columns_and_the_same_network()
    {
        VaeOptions options = Quick with { ReconstructionColumnName = "Back", ScoreColumnName = "Score" };
        IDataView data = View(Digit(64), 64);
        using VaeTransformer fitted = Context.Transforms.VaeEncode("Latent", "Pixels", options).Fit(data);
        using var file = new MemoryStream();
        Context.Model.Save(fitted, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        using var disposed = loaded as IDisposable;
        using VaeModel model = VaeModel.FromTransformer(loaded);

        Assert.Equal(fitted.Model.Architecture.Network, model.Architecture.Network);
        foreach (string column in (string[])["Latent", "Back"])
        {
            Assert.Equal(
                fitted.Transform(data).GetColumn<float[]>(column).SelectMany(row => row),
                loaded.Transform(data).GetColumn<float[]>(column).SelectMany(row => row),
                Near);
        }

        Assert.Equal(
            fitted.Transform(data).GetColumn<float>("Score"), loaded.Transform(data).GetColumn<float>("Score"), Near);
        Assert.Equal(fitted.Model.Score(Digit(64)[5]), model.Score(Digit(64)[5]), 1e-3f);
    }

    [Theory]
    [InlineData(1, 8, 8)]
    [InlineData(1, 5, 7)]
    [InlineData(3, 5, 4)]
    [InlineData(2, 9)]
    public void Sizes_that_halve_unevenly_come_back_as_they_were(params int[] sizes)
    {
        var shape = new TensorShape(sizes);
        VaeOptions options = Quick with
        {
            Network = VaeNetwork.Convolutional([4, 6], units: [], input: shape),
            ReconstructionColumnName = "Back",
        };
        using VaeTransformer fitted = Fit(options, Digit(shape.Width));

        Assert.Equal(shape.Width, fitted.Model.Reconstruct(Digit(shape.Width)[0]).Length);
        Assert.Equal(shape, fitted.Model.Architecture.Network.InputShape);
    }

    [Fact]
    public void Missing_pixels_are_filled()
    {
        float[][] rows = Digit(64);
        foreach (float[] row in rows.Take(100))
        {
            row[20] = float.NaN;
        }

        VaeOptions options = Quick with { MissingValues = MissingValues.Mask };
        using VaeTransformer fitted = Fit(options, rows);

        Assert.Equal("1x8x8-4x4x4-6x2x2-16-4-16-24-4x4x4-1x8x8", fitted.Model.Architecture.ToString());
        Assert.True(float.IsFinite(fitted.Model.Score(rows[0])));
    }

    [Fact]
    public void A_detector_finds_a_picture_of_another_kind()
    {
        float[][] rows = Digit(64);
        using VaeAnomalyTransformer detector = Context.AnomalyDetection.Trainers
            .Vae("Pixels", new VaeAnomalyOptions { Vae = Quick with { Epochs = 20 } }).Fit(View(rows, 64));
        var random = new Random(1);
        float[] noise = [.. rows[0].Select(_ => 16 * random.NextSingle())];

        Assert.True(detector.Model.Score(noise) > rows.Take(100).Max(detector.Model.Score));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        using VaeTransformer first = Fit(Quick, Digit(64));
        using VaeTransformer second = Fit(Quick, Digit(64));

        Assert.Equal(Bytes(first), Bytes(second));
    }

    [Fact]
    public void A_model_continues_with_the_same_option()
    {
        using VaeTransformer first = Fit(Quick, Digit(64));
        using VaeTransformer second =
            Context.Transforms.VaeEncode("Latent", "Pixels", Quick).Fit(View(Digit(64), 64), null, first.Model);

        Assert.Equal(first.Model.Architecture.Network, second.Model.Architecture.Network);
    }

    [Fact]
    public void A_fit_leaves_no_tensor() => FreshProcess.AssertPasses(FreshProcess.Start(FitOnce, AppContext.BaseDirectory));

    [Fact]
    public void A_vector_that_is_not_square_needs_a_shape() => Assert.Equal(
        "A convolution needs the shape of a row, but column 'Pixels' is a vector of 60 values, which are not the square of a "
            + "number. Give the shape: VaeNetwork.Convolutional(input: new TensorShape(channels, height, width)), or new "
            + "TensorShape(channels, length) for a signal.",
        Assert.Throws<ArgumentException>(() => Fit(Quick, Digit(60))).Message);

    [Fact]
    public void A_shape_of_another_size_is_refused() => Assert.Equal(
        "Network.InputShape is [1, 7, 7], which are 49 values, but column 'Pixels' has 64. Set the shape of a row.",
        Assert.Throws<ArgumentException>(() => Fit(
            Quick with { Network = VaeNetwork.Convolutional(input: new TensorShape(1, 7, 7)) }, Digit(64))).Message);

    [Fact]
    public void Channels_that_come_last_are_refused()
    {
        IDataView data = Context.Data.LoadFromEnumerable(
            Digit(1200).Select(pixels => new ChannelsLast { Pixels = pixels }));

        Assert.StartsWith(
            "A convolution takes pictures with their channels first, but column 'Pixels' has the axes [20, 20, 3].",
            Assert.Throws<ArgumentException>(() => Context.Transforms.VaeEncode("Latent", "Pixels", Quick).Fit(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_of_another_size_than_the_picture_are_refused() => Assert.StartsWith(
        "Layer 0 of Network.Encoder, ",
        Assert.Throws<ArgumentException>(() => Fit(
            Quick with { Network = new VaeNetwork { Encoder = [Layer.Convolution(4)], Decoder = [] } }, Digit(64))).Message,
        StringComparison.Ordinal);

    private static void FitOnce()
    {
        Fit(Quick, Digit(64)).Dispose();
        Assert.Equal(0, torch.Tensor.TotalCount);
    }

    private static VaeTransformer Fit(VaeOptions options, float[][] rows) =>
        Context.Transforms.VaeEncode("Latent", "Pixels", options).Fit(View(rows, rows[0].Length));

    private static IDataView View(float[][] rows, int width)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Pixels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return Context.Data.LoadFromEnumerable(rows.Select(pixels => new Row { Pixels = pixels }), schema);
    }

    /// <summary>Digits, cut off or repeated to a width.</summary>
    private static float[][] Digit(int width) => [.. Digits.Read().Features.Take(300).Select(
        pixels => Enumerable.Range(0, width).Select(i => pixels[i % pixels.Length]).ToArray())];

    private static byte[] Bytes(VaeTransformer fitted)
    {
        using var file = new MemoryStream();
        fitted.Model.Save(file);
        return file.ToArray();
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-4 * (1 + Math.Abs(a));

    private sealed class Row
    {
        public float[] Pixels { get; set; } = [];
    }

    private sealed class ChannelsLast
    {
        [VectorType(20, 20, 3)]
        public float[] Pixels { get; set; } = [];
    }
}
