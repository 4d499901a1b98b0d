using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// The values of some channels together, standardized to mean 0 and variance 1 among themselves, then scaled and shifted
    /// by two learned numbers for each channel.
    /// </summary>
    /// <param name="groups">Into how many groups channels are divided, from 1 to 65,536; it divides their number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>It needs no other rows, unlike batch normalization. Wu and He 2018, 'Group normalization'.</remarks>
    public static Layer GroupNorm(int groups) => new GroupNormLayer(groups);
}

/// <summary>(x - mean) / √(variance + ε) · gain + bias, with mean and variance over a group of channels.</summary>
/// <param name="Groups">How many.</param>
internal sealed record GroupNormLayer(int Groups) : Layer
{
    // For groups of equal values. A thousandth of a typical activation's deviation, squared.
    private const double Epsilon = 1e-5;

    public int Groups { get; } =
        OptionRule.Check(Groups, Groups is >= 1 and <= DenseLayer.MaxUnits, "must be from 1 to 65536.", "groups");

    public override TensorShape Output(TensorShape input) => input.Sizes[0] % Groups == 0
        ? input
        : throw new ArgumentException(
            $"{Groups} groups do not divide the {input.Sizes[0]} channels of {input}. Use a number that does.");

    public override IEnumerable<WeightShape> Weights(TensorShape input) =>
        [new("gain", 1, input.Sizes[0]) { Start = 1 }, new("bias", 1, input.Sizes[0])];

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        int inGroup = shape.Width / Groups;
        int inChannel = shape.Width / shape.Sizes[0];
        T difference = ops.Subtract(input, Spread(Mean(input))); // [rows, width]
        T variance = Mean(ops.Multiply(difference, difference)); // [rows, groups]
        T standard = ops.Divide(difference, Spread(ops.Sqrt(ops.Add(variance, ops.Number(Epsilon)))));
        return ops.Add(
            ops.Multiply(standard, ops.Repeat(weights["gain"], inChannel)), ops.Repeat(weights["bias"], inChannel));

        T Mean(T values) => ops.Multiply(ops.GroupSum(values, Groups), ops.Number(1.0 / inGroup));

        T Spread(T values) => ops.Repeat(values, inGroup);
    }
}
