using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>A convolutional network without the sizes that follow from a row.</summary>
/// <param name="Channels">Of each convolution.</param>
/// <param name="Units">Of each dense layer.</param>
/// <param name="Activation">After each layer.</param>
internal sealed record ConvolutionalPlan(IReadOnlyList<int> Channels, IReadOnlyList<int> Units, Layer Activation)
{
    // The values of a pixel are few, and one picture is not a thousand.
    private const int MaxChannels = 16;

    public IReadOnlyList<int> Channels { get; } = OptionRule.Check<IReadOnlyList<int>>(
        [.. Channels],
        Channels.Count > 0 && Channels.All(channels => channels is >= 1 and <= DenseLayer.MaxUnits),
        "must have at least one number, each from 1 to 65536.",
        "channels");

    public IReadOnlyList<int> Units { get; } = OptionRule.Check<IReadOnlyList<int>>(
        [.. Units], Units.All(units => units is >= 1 and <= DenseLayer.MaxUnits), "must be numbers from 1 to 65536.", "units");

    /// <summary>The shape of a picture or a signal from the axes of a column.</summary>
    /// <exception cref="ArgumentException">They do not say it.</exception>
    public static TensorShape PictureOf(string column, TensorShape axes)
    {
        int side = (int)Math.Sqrt(axes.Width);
        return axes.Sizes switch
        {
            [_] when side * side == axes.Width => new TensorShape(1, side, side),
            [_] => throw new ArgumentException(
                $"A convolution needs the shape of a row, but column '{column}' is a vector of {axes.Width} values, which are "
                    + "not the square of a number. Give the shape: VaeNetwork.Convolutional(input: new TensorShape(channels, "
                    + "height, width)), or new TensorShape(channels, length) for a signal."),
            [> MaxChannels, _, <= MaxChannels] => throw new ArgumentException(
                $"A convolution takes pictures with their channels first, but column '{column}' has the axes {axes}. Make it by "
                    + "ExtractPixels with interleavePixelColors: false, which is its default."),
            { Count: 2 or 3 } => axes,
            _ => throw new ArgumentException(
                $"A convolution takes a picture [channels, height, width] or a signal [channels, length], but column "
                    + $"'{column}' has the axes {axes}. Give the shape: VaeNetwork.Convolutional(input: new TensorShape(…))."),
        };
    }

    /// <summary>The layers for rows of a shape.</summary>
    /// <param name="input">[channels, height, width] or [channels, length].</param>
    /// <exception cref="ArgumentException">It is another shape.</exception>
    public VaeNetwork For(TensorShape input)
    {
        Layer[] encoder = [.. Channels.SelectMany(channels => Activated(Layer.Convolution(channels, 3, stride: 2)))];
        TensorShape smallest = encoder.Aggregate(input, (shape, layer) => layer.Output(shape));

        // The last doubling is the output's own.
        return new VaeNetwork
        {
            InputShape = input,
            Encoder = [.. encoder, Layer.Flatten, .. Dense(Units)],
            Decoder =
            [
                .. Dense(Units.Reverse().Append(smallest.Width)),
                Layer.Reshape(smallest.Sizes),
                .. Channels.Reverse().Skip(1).SelectMany(channels => Activated(Layer.TransposedConvolution(channels))),
            ],
        };
    }

    public bool Equals(ConvolutionalPlan? other) =>
        other is not null && Channels.SequenceEqual(other.Channels) && Units.SequenceEqual(other.Units)
        && Activation == other.Activation;

    public override int GetHashCode() => Channels.Concat(Units).Aggregate(Channels.Count, HashCode.Combine);

    private IEnumerable<Layer> Dense(IEnumerable<int> widths) => widths.SelectMany(width => Activated(Layer.Dense(width)));

    private Layer[] Activated(Layer layer) => [layer, Activation];
}
