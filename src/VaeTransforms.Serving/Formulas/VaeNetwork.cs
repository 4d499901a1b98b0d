namespace VaeTransforms;

/// <summary>The layers of a network, as data: those of the encoder and those of the decoder.</summary>
/// <remarks>
/// Two layers are added, whose sizes follow from the model: a dense one after the encoder's layers, to mean and log-variance
/// of the latent vector, and one after the decoder's, to the likelihood's parameters. The last one is dense too, or, where
/// rows are pictures, the decoder's layers give a picture, and the likelihood takes one number for each value, a convolution:
/// its result is as many times larger as is needed, and what is beyond the row's own size is cut off.
/// </remarks>
public sealed record VaeNetwork
{
    /// <summary>
    /// The shape in which the encoder sees a row, such as [1, 28, 28] for a picture [channels, height, width] or [3, 200] for
    /// a signal [channels, length]. Default: null, a vector.
    /// </summary>
    public TensorShape? InputShape { get; init; }

    /// <summary>From the normalized row on. Empty for a linear encoder.</summary>
    public required IReadOnlyList<Layer> Encoder { get; init => field = Checked(value, nameof(Encoder)); }

    /// <summary>From the latent vector on. Empty for a linear decoder.</summary>
    public required IReadOnlyList<Layer> Decoder { get; init => field = Checked(value, nameof(Decoder)); }

    /// <summary>How layers follow from the shape of a row; null where they are given.</summary>
    internal ConvolutionalPlan? Plan { get; init; }

    /// <summary>Dense layers with an activation after each; the decoder has the same in reverse.</summary>
    /// <param name="units">Units of the encoder's layers, from the input on.</param>
    /// <param name="activation">What follows each. Null, the default, for <see cref="Layer.Silu"/>.</param>
    public static VaeNetwork Dense(IReadOnlyList<int> units, Layer? activation = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        return new VaeNetwork { Encoder = [.. Layers(units)], Decoder = [.. Layers(units.Reverse())] };

        IEnumerable<Layer> Layers(IEnumerable<int> widths) =>
            widths.SelectMany(width => new[] { Layer.Dense(width), activation ?? Layer.Silu });
    }

    /// <summary>
    /// Convolutions that halve a picture or a signal, and dense layers after them; the decoder has the transposes in reverse.
    /// </summary>
    /// <param name="channels">Channels of each convolution, from the input on. Default: null, for 32 and 64.</param>
    /// <param name="units">
    /// Units of the dense layers between the convolutions and the latent vector. Default: null, for 256.
    /// </param>
    /// <param name="activation">What follows each layer. Default: null, for <see cref="Layer.Silu"/>.</param>
    /// <param name="input">
    /// The shape of a row, [channels, height, width] or [channels, length]. Default: null, which means the axes of the column:
    /// a column of pictures has them, so does a vector of two or three dimensions, and a vector of one dimension is a square
    /// picture of one channel.
    /// </param>
    /// <exception cref="ArgumentException">A number is out of range, or the shape is of another kind.</exception>
    public static VaeNetwork Convolutional(
        IReadOnlyList<int>? channels = null,
        IReadOnlyList<int>? units = null,
        Layer? activation = null,
        TensorShape? input = null)
    {
        var plan = new ConvolutionalPlan(channels ?? [32, 64], units ?? [256], activation ?? Layer.Silu);
        return input is null ? new VaeNetwork { Encoder = [], Decoder = [], Plan = plan } : plan.For(input);
    }

    /// <summary>Two networks are equal when their layers and the shapes that they see are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(VaeNetwork? other) =>
        other is not null && Equals(InputShape, other.InputShape) && Equals(Plan, other.Plan)
        && Encoder.SequenceEqual(other.Encoder) && Decoder.SequenceEqual(other.Decoder);

    /// <inheritdoc/>
    public override int GetHashCode() => Encoder.Concat(Decoder).Aggregate(Encoder.Count, HashCode.Combine);

    /// <summary>The network for rows of some shape.</summary>
    /// <param name="column">How messages name the column.</param>
    /// <param name="axes">The sizes of the column's axes.</param>
    /// <exception cref="ArgumentException">The shape cannot be known, or is another one than the network's.</exception>
    internal VaeNetwork For(string column, IReadOnlyList<int> axes)
    {
        var shape = new TensorShape(axes);
        if (InputShape is { } own && own.Width != shape.Width)
        {
            throw new ArgumentException(
                $"Network.InputShape is {own}, which are {own.Width} values, but column '{column}' has {shape.Width}. Set the "
                    + "shape of a row.");
        }

        return Plan is null ? this : Plan.For(ConvolutionalPlan.PictureOf(column, shape));
    }

    private static Layer[] Checked(IReadOnlyList<Layer> layers, string option)
    {
        ArgumentNullException.ThrowIfNull(layers, option);
        return layers.Contains(null!)
            ? throw new ArgumentException($"{option} has a null among its layers.", option)
            : [.. layers];
    }
}
