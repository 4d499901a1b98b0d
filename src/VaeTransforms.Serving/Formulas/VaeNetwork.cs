namespace VaeTransforms;

/// <summary>The layers of a network, as data: those of the encoder and those of the decoder.</summary>
/// <remarks>
/// Two dense layers are added, whose sizes follow from the model: one after the encoder's layers, to mean and log-variance of the
/// latent vector, and one after the decoder's, to the likelihood's parameters.
/// </remarks>
public sealed record VaeNetwork
{
    /// <summary>From the normalized row on. Empty for a linear encoder.</summary>
    public required IReadOnlyList<Layer> Encoder { get; init => field = Checked(value, nameof(Encoder)); }

    /// <summary>From the latent vector on. Empty for a linear decoder.</summary>
    public required IReadOnlyList<Layer> Decoder { get; init => field = Checked(value, nameof(Decoder)); }

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

    /// <summary>Two networks are equal when their layers are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(VaeNetwork? other) =>
        other is not null && Encoder.SequenceEqual(other.Encoder) && Decoder.SequenceEqual(other.Decoder);

    /// <inheritdoc/>
    public override int GetHashCode() => Encoder.Concat(Decoder).Aggregate(Encoder.Count, HashCode.Combine);

    private static Layer[] Checked(IReadOnlyList<Layer> layers, string option)
    {
        ArgumentNullException.ThrowIfNull(layers, option);
        return layers.Contains(null!)
            ? throw new ArgumentException($"{option} has a null among its layers.", option)
            : [.. layers];
    }
}
