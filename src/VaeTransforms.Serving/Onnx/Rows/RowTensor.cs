namespace VaeTransforms.Onnx;

/// <summary>A tensor of a row program: its shape, and where its values are.</summary>
/// <param name="Shape">One size for each axis; none for a number.</param>
/// <param name="Start">The place of the first value.</param>
/// <param name="Constant">Where the values are, if they are the same for every row; null for the memory of a run.</param>
/// <remarks>
/// All values are in single precision. Truth values are 0 and 1, and whole numbers are exact below
/// <see cref="MaxWholeNumber"/>.
/// </remarks>
internal sealed record RowTensor(int[] Shape, int Start, float[]? Constant = null)
{
    public const int MaxWholeNumber = 1 << 24;

    public int Length { get; } = LengthOf(Shape);

    public int Rank => Shape.Length;

    /// <summary>How many values stand beside each other along the axes after one.</summary>
    public int Inner(int axis) => LengthOf(Shape.AsSpan(axis + 1));

    /// <summary>How often an axis occurs in the axes before it.</summary>
    public int Outer(int axis) => LengthOf(Shape.AsSpan(0, axis));

    public Span<float> In(float[] memory) => (Constant ?? memory).AsSpan(Start, Length);

    /// <summary>The same values in another shape.</summary>
    public RowTensor As(params int[] shape) => new(shape, Start, Constant);

    /// <summary>Values that follow each other, without a copy.</summary>
    public RowTensor Part(int first, params int[] shape) => new(shape, Start + first, Constant);

    private static int LengthOf(ReadOnlySpan<int> sizes)
    {
        int length = 1;
        foreach (int size in sizes)
        {
            length = checked(length * size);
        }

        return length;
    }
}
