namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// The largest value of each square of a picture [channels, height, width], or of each piece of a signal [channels, length].
    /// </summary>
    /// <param name="size">The side of a square, from 1 to 255; it divides height and width. Default: 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static Layer MaxPool(int size = 2) => new MaxPoolLayer(size);
}

/// <summary>The maximum over windows that do not overlap.</summary>
/// <param name="Size">The side of a window.</param>
internal sealed record MaxPoolLayer(int Size) : Layer
{
    public int Size { get; } = ConvolutionLayer.CheckSize(Size, "size");

    public override TensorShape Output(TensorShape input) => new Windows(input, Size).Output;

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        var windows = new Windows(shape, Size);
        int width = windows.Output.Width;
        T values = ops.Permute(input, windows.Sizes, [.. windows.Within, .. windows.Places]); // [rows, window · width]
        return Enumerable.Range(0, windows.Count)
            .Select(place => ops.Columns(values, place * width, width))
            .Aggregate(ops.Max);
    }
}
