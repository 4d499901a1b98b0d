using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>x · weight + bias.</summary>
    /// <param name="units">Values that the layer gives, from 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static Layer Dense(int units) => new DenseLayer(units);
}

/// <summary>x · weight + bias.</summary>
/// <param name="Units">Values that the layer gives.</param>
internal sealed record DenseLayer(int Units) : Layer
{
    /// <summary>The most units of a layer, and the most values of a latent vector.</summary>
    public const int MaxUnits = 1 << 16;

    public int Units { get; } = OptionRule.Check(Units, Units is >= 1 and <= MaxUnits, "must be from 1 to 65536.", nameof(Units));

    public override TensorShape Output(TensorShape input) => input.Sizes.Count == 1
        ? new TensorShape(Units)
        : throw new ArgumentException($"A dense layer takes a vector, not the shape {input}. Flatten the values first.");

    public override IEnumerable<WeightShape> Weights(TensorShape input) => Arrays(input.Width, Units);

    /// <summary>The arrays of any product with a matrix, with as many outputs as it takes.</summary>
    /// <remarks>Weights start uniform in ±1/√inputs, the usual start of a dense layer.</remarks>
    public static WeightShape[] Arrays(int inputs, int outputs) =>
    [
        new WeightShape("weight", inputs, outputs) { StartSpread = 1 / Math.Sqrt(inputs) },
        new WeightShape("bias", outputs),
    ];

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
        ops.Affine(input, weights["weight"], weights["bias"]);
}
