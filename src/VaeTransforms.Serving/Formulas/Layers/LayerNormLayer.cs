namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// A row's values, standardized to mean 0 and variance 1 among themselves, then scaled and shifted by two learned numbers for
    /// each value.
    /// </summary>
    /// <remarks>Ba, Kiros and Hinton 2016, 'Layer normalization'.</remarks>
    public static Layer LayerNorm { get; } = new LayerNormLayer();
}

/// <summary>(x - mean) / √(variance + ε) · gain + bias, with mean and variance over the values of a row.</summary>
internal sealed record LayerNormLayer : Layer
{
    // For rows of equal values. A thousandth of a typical activation's deviation, squared.
    private const double Epsilon = 1e-5;

    public override IEnumerable<WeightShape> Weights(TensorShape input) =>
        [new("gain", input.Width) { Start = 1 }, new("bias", input.Width)];

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        T difference = ops.Subtract(input, ops.RowMean(input)); // [rows, width]
        T variance = ops.RowMean(ops.Multiply(difference, difference)); // [rows, 1]
        T deviation = ops.Sqrt(ops.Add(variance, ops.Number(Epsilon)));
        return ops.Add(ops.Multiply(ops.Divide(difference, deviation), weights["gain"]), weights["bias"]);
    }
}
