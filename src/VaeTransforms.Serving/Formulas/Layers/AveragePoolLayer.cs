namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// The mean of each square of a picture [channels, height, width], or of each piece of a signal [channels, length].
    /// </summary>
    /// <param name="size">The side of a square, from 1 to 255; it divides height and width. Default: 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static Layer AveragePool(int size = 2) => new AveragePoolLayer(size);
}

/// <summary>The mean over windows that do not overlap.</summary>
/// <param name="Size">The side of a window.</param>
internal sealed record AveragePoolLayer(int Size) : Layer
{
    public int Size { get; } = ConvolutionLayer.CheckSize(Size, "size");

    public override TensorShape Output(TensorShape input) => new Windows(input, Size).Output;

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        var windows = new Windows(shape, Size);
        T values = ops.Permute(input, windows.Sizes, [.. windows.Places, .. windows.Within]); // [rows, width · window]
        return ops.Multiply(ops.GroupSum(values, windows.Output.Width), ops.Number(1.0 / windows.Count));
    }
}
