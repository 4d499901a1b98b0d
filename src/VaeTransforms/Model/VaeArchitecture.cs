using System.Globalization;

namespace VaeTransforms;

/// <summary>
/// The shape of a network: an encoder of dense layers, mean and log-variance of the latent vector, and a decoder that
/// mirrors the encoder.
/// </summary>
public sealed record VaeArchitecture
{
    /// <summary>Values in an input row; D.</summary>
    public required int InputSize { get; init; }

    /// <summary>Values in a latent vector; K.</summary>
    public required int LatentDimension { get; init; }

    /// <summary>Units of the encoder's hidden layers, from the input on; the decoder has the same in reverse.</summary>
    public required IReadOnlyList<int> HiddenLayers { get; init; }

    /// <summary>The nonlinearity after each hidden layer.</summary>
    public required Activation Activation { get; init; }

    /// <summary>The decoder's distribution.</summary>
    public required Likelihood Likelihood { get; init; }

    /// <summary>All layer sizes from input to latent vector and back, as <c>64-128-8-128-64</c>.</summary>
    public override string ToString() => string.Join(
        '-',
        new[] { InputSize }
            .Concat(HiddenLayers)
            .Append(LatentDimension)
            .Concat(HiddenLayers.Reverse())
            .Append(InputSize)
            .Select(size => size.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Two architectures are equal when they describe the same network.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Whether sizes, activation and likelihood agree.</returns>
    public bool Equals(VaeArchitecture? other) =>
        other is not null
        && InputSize == other.InputSize
        && LatentDimension == other.LatentDimension
        && HiddenLayers.SequenceEqual(other.HiddenLayers)
        && Activation == other.Activation
        && Likelihood == other.Likelihood;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputSize, LatentDimension, HiddenLayers.Count, Activation, Likelihood);
}
