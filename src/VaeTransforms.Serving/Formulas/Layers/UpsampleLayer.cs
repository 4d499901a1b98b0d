namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// Each value of a picture [channels, height, width] as a square of equal values, or of a signal [channels, length] as a
    /// piece.
    /// </summary>
    /// <param name="size">The side of a square, from 1 to 255. Default: 2, which doubles height and width.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static Layer Upsample(int size = 2) => new UpsampleLayer(size);
}

/// <summary>The nearest value, in a picture that is larger.</summary>
/// <param name="Size">How many times as large.</param>
internal sealed record UpsampleLayer(int Size) : Layer
{
    public int Size { get; } = ConvolutionLayer.CheckSize(Size, "size");

    public override TensorShape Output(TensorShape input) => Windows.Placed(input) is { } sizes
        ? new TensorShape([sizes[0], .. sizes.Skip(1).Select(size => checked(size * Size))])
        : throw Windows.Misfit(input);

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights)
    {
        T wide = ops.Repeat(input, Size); // [rows, channels · height · (width · size)]
        if (shape.Sizes.Count == 2)
        {
            return wide;
        }

        // The lines of a picture, each beside itself: columns become lines, are repeated, and become columns again.
        (int lines, int width) = (shape.Sizes[0] * shape.Sizes[1], shape.Sizes[2] * Size);
        T turned = ops.Repeat(ops.Permute(wide, [lines, width], [1, 0]), Size); // [rows, width · (lines · size)]
        return ops.Permute(turned, [width, lines * Size], [1, 0]);
    }
}
