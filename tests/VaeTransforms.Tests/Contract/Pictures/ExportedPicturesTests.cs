using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Transforms.Image;
using VaeTransforms.Model;
using VaeTransforms.Onnx.Schema;
using Xunit;

namespace VaeTransforms.Tests.Contract.Pictures;

/// <summary>Graphs whose input and reconstruction are pictures, beside those with flat rows.</summary>
public sealed class ExportedPicturesTests
{
    private const int Rows = 5;
    private static readonly MLContext Context = new(1);

    private static readonly TensorShape Gray = new(1, 4, 6);
    private static readonly TensorShape Color = new(3, 6, 5);

    public static TheoryData<TensorShape, ImageLayout> Pictures => new(
        from shape in new[] { Gray, Color } from layout in new[] { ImageLayout.Nchw, ImageLayout.Nhwc } select (shape, layout));

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_scorer_of_pictures_gives_what_the_one_of_rows_gives(TensorShape shape, ImageLayout layout)
    {
        TrainedVae trained = Untrained(shape);
        using var model = new VaeModel(trained);
        float[] rows = [.. TestModels.Rows(trained, Rows).SelectMany(row => row)];

        Dictionary<string, DenseTensor<float>> flat =
            Run(Export(model, OnnxGraph.Scorer, ImageLayout.Flat), "Features", rows, Rows, shape.Width);
        Dictionary<string, DenseTensor<float>> pictures = Run(
            Export(model, OnnxGraph.Scorer, layout), "Features", Laid(rows, shape, layout), Axes(Rows, shape, layout));

        Assert.Equal(flat.Keys.Order(), pictures.Keys.Order());
        Assert.Equal(Axes(Rows, shape, layout), pictures["Reconstruction"].Dimensions.ToArray());
        Assert.Equal(Laid([.. flat["Reconstruction"]], shape, layout), pictures["Reconstruction"]);
        Assert.All(
            flat.Where(output => output.Key != "Reconstruction"),
            output => Assert.Equal(output.Value.ToArray(), pictures[output.Key].ToArray()));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Encoder_and_decoder_have_pictures_on_their_own_side(TensorShape shape, ImageLayout layout)
    {
        TrainedVae trained = Untrained(shape);
        using var model = new VaeModel(trained);
        float[][] rows = TestModels.Rows(trained, Rows);
        float[] codes = [.. model.Encode(rows).SelectMany(code => code)];

        Dictionary<string, DenseTensor<float>> encoded = Run(
            Export(model, OnnxGraph.Encoder, layout),
            "Features",
            Laid([.. rows.SelectMany(row => row)], shape, layout),
            Axes(Rows, shape, layout));
        Dictionary<string, DenseTensor<float>> decoded =
            Run(Export(model, OnnxGraph.Decoder, layout), "Latent", codes, Rows, trained.Architecture.LatentDimension);

        Assert.Equal(codes, encoded["Mean"], Near);
        Assert.Equal(Axes(Rows, shape, layout), decoded["Reconstruction"].Dimensions.ToArray());
        Assert.Equal(
            Laid([.. model.Reconstruct(rows).SelectMany(row => row)], shape, layout), decoded["Reconstruction"], Near);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void The_graph_says_which_axis_is_which(TensorShape shape, ImageLayout layout)
    {
        using var model = new VaeModel(Untrained(shape));

        ModelProto proto = ModelProto.Parser.ParseFrom(Export(model, OnnxGraph.Scorer, layout));
        string[] meanings = layout == ImageLayout.Nchw
            ? ["DATA_BATCH", "DATA_CHANNEL", "DATA_FEATURE", "DATA_FEATURE"]
            : ["DATA_BATCH", "DATA_FEATURE", "DATA_FEATURE", "DATA_CHANNEL"];

        foreach (ValueInfoProto edge in
            (ValueInfoProto[])[.. proto.Graph.Input, proto.Graph.Output.Single(output => output.Name == "Reconstruction")])
        {
            TensorShapeProto axes = edge.Type.TensorType.Shape;
            Assert.Equal(meanings, axes.Dim.Select(axis => axis.Denotation));
            Assert.Equal("N", axes.Dim[0].DimParam);
            Assert.Equal(Axes(0, shape, layout).Skip(1), axes.Dim.Skip(1).Select(axis => (int)axis.DimValue));
        }

        Assert.Equal([("", 13L)], proto.OpsetImport.Select(import => (import.Domain, import.Version)));
        Assert.Equal(8, proto.IrVersion);
    }

    [Theory]
    [InlineData(ImageLayout.Nchw)]
    [InlineData(ImageLayout.Nhwc)]
    public void No_pictures_and_pictures_with_NaN_are_as_in_rows(ImageLayout layout)
    {
        TrainedVae trained = Untrained(Color);
        using var model = new VaeModel(trained);
        byte[] graph = Export(model, OnnxGraph.Scorer, layout);
        float[][] rows = TestModels.Rows(trained, 2);
        rows[0][7] = float.NaN;

        Assert.Empty(Run(graph, "Features", [], Axes(0, Color, layout))["Reconstruction"]);
        float[] back = [.. Run(
            graph, "Features", Laid([.. rows.SelectMany(row => row)], Color, layout), Axes(2, Color, layout))["Reconstruction"]];
        Assert.All(back[..Color.Width], value => Assert.Equal(float.NaN, value));
        Assert.All(back[Color.Width..], value => Assert.True(float.IsFinite(value), $"{value} of the other picture."));
    }

    [Fact]
    public void A_column_of_images_is_exported_for_levels_from_0_to_1()
    {
        byte[][] pixels = [.. Enumerable.Range(0, 60).Select(i => Enumerable.Range(0, 8 * 8)
            .SelectMany(at => new[] { (byte)(3 * i), (byte)(30 * (at % 8)), (byte)200, (byte)255 }).ToArray())];
        IDataView data = Context.Data.LoadFromEnumerable(pixels.Select(
            picture => new Row { Image = MLImage.CreateFromPixels(8, 8, MLPixelFormat.Rgba32, picture) }));
        using VaeTransformer fitted = Context.Transforms.VaeEncode("Latent", "Image", new VaeOptions
        {
            LatentDimension = 2,
            Network = VaeNetwork.Convolutional([4], units: [8]),
            Epochs = 2,
            Seed = 1,
        }).Fit(data);
        float[] levels = [.. pixels.SelectMany(picture => picture.Where((_, i) => i % 4 != 3)).Select(level => level / 255f)];

        DenseTensor<float> means =
            Run(Export(fitted.Model, OnnxGraph.Encoder, ImageLayout.Nhwc), "Features", levels, 60, 8, 8, 3)["Mean"];

        Assert.Equal(fitted.Transform(data).GetColumn<float[]>("Latent").SelectMany(code => code), means, Near);
    }

    [Fact]
    public void A_dense_network_with_the_shape_of_a_picture_has_pictures()
    {
        TrainedVae dense = TestModels.Random(TestModels.Architecture(inputSize: Gray.Width) with
        {
            Network = new VaeNetwork
            {
                InputShape = Gray,
                Encoder = [Layer.Flatten, Layer.Dense(5), Layer.Tanh],
                Decoder = [Layer.Dense(5), Layer.Tanh],
            },
        });
        using var model = new VaeModel(dense);
        float[] rows = [.. TestModels.Rows(dense, 1).SelectMany(row => row)];

        Assert.Equal(
            model.Encode(rows),
            Run(Export(model, OnnxGraph.Encoder, ImageLayout.Nchw), "Features", rows, 1, 1, 4, 6)["Mean"],
            Near);
    }

    [Fact]
    public void Rows_of_other_shapes_are_refused_and_no_file_is_written()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        using var vector = new VaeModel(TestModels.Random(TestModels.Architecture()));
        using var signal = new VaeModel(Untrained(new TensorShape(2, 12)));

        Assert.Equal(
            "ImageLayout.Nchw needs pictures [channels, height, width], but the model has rows [6]. Export with "
                + "ImageLayout.Flat, or fit with VaeNetwork.Convolutional, or with a network whose InputShape is that of a "
                + "picture.",
            Assert.Throws<InvalidOperationException>(() => vector.SaveOnnx(path, layout: ImageLayout.Nchw)).Message);
        Assert.Contains(
            "ImageLayout.Nhwc needs pictures [channels, height, width], but the model has rows [2, 12].",
            Assert.Throws<InvalidOperationException>(
                () => signal.SaveOnnx(path, OnnxGraph.Decoder, ImageLayout.Nhwc)).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "layout", Assert.Throws<ArgumentOutOfRangeException>(() => vector.SaveOnnx(path, layout: (ImageLayout)7)).ParamName);
        Assert.False(File.Exists(path));
    }

    private static TrainedVae Untrained(TensorShape shape) => TestModels.Random(new VaeArchitecture
    {
        InputSize = shape.Width,
        LatentDimension = 3,
        Network = VaeNetwork.Convolutional([4], units: [8], input: shape),
        Likelihood = Likelihood.Gaussian,
    });

    private static byte[] Export(VaeModel model, OnnxGraph graph, ImageLayout layout)
    {
        using var file = new MemoryStream();
        model.SaveOnnx(file, graph, layout);
        return file.ToArray();
    }

    private static int[] Axes(int rows, TensorShape shape, ImageLayout layout) => layout == ImageLayout.Nchw
        ? [rows, .. shape.Sizes]
        : [rows, shape.Sizes[1], shape.Sizes[2], shape.Sizes[0]];

    /// <summary>Rows [channels, height, width] in another order of axes.</summary>
    private static float[] Laid(float[] rows, TensorShape shape, ImageLayout layout)
    {
        if (layout == ImageLayout.Nchw)
        {
            return rows;
        }

        int channels = shape.Sizes[0];
        int pixels = shape.Width / channels;
        return [.. rows.Chunk(shape.Width).SelectMany(row =>
            Enumerable.Range(0, shape.Width).Select(at => row[(at % channels * pixels) + (at / channels)]))];
    }

    private static Dictionary<string, DenseTensor<float>> Run(byte[] graph, string name, float[] values, params int[] axes)
    {
        using var session = new InferenceSession(graph);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            session.Run([NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(values, axes))]);
        return results.ToDictionary(result => result.Name, result => result.AsTensor<float>().ToDenseTensor());
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-4 * (1 + Math.Abs(a));

    private sealed class Row
    {
        [ImageType(8, 8)]
        public MLImage Image { get; set; } = null!;
    }
}
