using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>How rows look from outside a graph where they are pictures, and how they become rows and pictures again.</summary>
/// <remarks>
/// The axes say what they are, in the ONNX standard's own words (docs/DimensionDenotation.md): sizes alone cannot tell a
/// picture [3, 3, 3].
/// </remarks>
internal sealed class PictureAxes
{
    private const string Batch = "DATA_BATCH";
    private const string Channel = "DATA_CHANNEL";
    private const string Feature = "DATA_FEATURE";

    private readonly TensorShape _picture;
    private readonly bool _isLast;

    private PictureAxes(TensorShape picture, bool isLast)
    {
        _picture = picture;
        _isLast = isLast;
    }

    /// <summary>The axes with what each means.</summary>
    public IReadOnlyList<(int? Size, string Meaning)> Sizes
    {
        get
        {
            (int?, string)[] pixels = [(_picture.Sizes[1], Feature), (_picture.Sizes[2], Feature)];
            (int?, string) channels = (_picture.Sizes[0], Channel);
            return _isLast ? [(null, Batch), .. pixels, channels] : [(null, Batch), channels, .. pixels];
        }
    }

    /// <summary>The axes of a model's pictures; null for rows without axes.</summary>
    /// <param name="model">Its network, or its map of anomalies, has the shape of a picture.</param>
    /// <param name="layout">What was asked for.</param>
    /// <exception cref="InvalidOperationException">The rows of the model have no shape of a picture.</exception>
    public static PictureAxes? Of(TrainedVae model, ImageLayout layout) => layout switch
    {
        ImageLayout.Flat => null,
        ImageLayout.Nchw or ImageLayout.Nhwc => new PictureAxes(
            ShapeOf(model, layout) ?? throw new InvalidOperationException(
                $"ImageLayout.{layout} needs pictures [channels, height, width], but the model has rows "
                    + $"{model.Architecture.Network.InputShape ?? new TensorShape(model.Architecture.InputSize)}. Export with "
                    + "ImageLayout.Flat, or fit with VaeNetwork.Convolutional, or with a network whose InputShape is that of a "
                    + "picture."),
            layout == ImageLayout.Nhwc),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "layout must be Flat, Nchw or Nhwc."),
    };

    /// <summary>[N, D] from pictures.</summary>
    public string Rows(GraphBuilder graph, string pictures)
    {
        string channelsFirst = _isLast ? graph.Transposed("pictures.channels_first", pictures, [0, 3, 1, 2]) : pictures;
        return graph.Node("pictures.rows", "Flatten", channelsFirst);
    }

    /// <summary>Pictures from [N, D].</summary>
    public string Pictures(GraphBuilder graph, string rows)
    {
        // A size of 0 keeps the number of rows, also where there are none.
        string channelsFirst = graph.Node(
            "rows.pictures",
            "Reshape",
            rows,
            graph.Integers("picture", [0, .. _picture.Sizes.Select(size => (long)size)]));
        return _isLast ? graph.Transposed("rows.channels_last", channelsFirst, [0, 2, 3, 1]) : channelsFirst;
    }

    private static TensorShape? ShapeOf(TrainedVae model, ImageLayout layout) => model.Architecture.Conditions > 0
        ? throw new InvalidOperationException(
            $"ImageLayout.{layout} gives a graph pictures alone, but the model needs the condition "
                + $"'{model.Layout.Inputs[^1].Name}' beside them. Export with ImageLayout.Flat.")
        : new[] { model.Architecture.Network.InputShape, model.Map?.Map.Shape }
            .FirstOrDefault(shape => shape?.Sizes.Count == 3);
}
