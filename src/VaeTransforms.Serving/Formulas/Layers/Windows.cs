namespace VaeTransforms;

/// <summary>The windows of a picture or a signal that do not overlap and leave nothing out.</summary>
internal sealed record Windows
{
    /// <param name="input">[channels, height, width] or [channels, length].</param>
    /// <param name="size">The side of a window.</param>
    /// <exception cref="ArgumentException">It is another shape, or the size does not divide it.</exception>
    public Windows(TensorShape input, int size)
    {
        IReadOnlyList<int> axes = Placed(input) ?? throw Misfit(input);
        if (axes.Skip(1).Any(length => length % size != 0))
        {
            throw new ArgumentException(
                $"Windows of {size} do not divide {input}. Use a size that divides each axis but the first, or a convolution "
                    + "with a stride.");
        }

        int[] spatial = [.. Enumerable.Range(1, axes.Count - 1)];
        Sizes = [axes[0], .. spatial.SelectMany(axis => new[] { axes[axis] / size, size })];
        Places = [0, .. spatial.Select(axis => (2 * axis) - 1)];
        Within = [.. spatial.Select(axis => 2 * axis)];
        Output = new TensorShape([axes[0], .. spatial.Select(axis => axes[axis] / size)]);
        Count = spatial.Aggregate(1, (count, _) => count * size);
    }

    /// <summary>The sizes of the input's axes, each but the first split into windows and places within a window.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The axes of <see cref="Sizes"/> that say which window.</summary>
    public IReadOnlyList<int> Places { get; }

    /// <summary>The axes of <see cref="Sizes"/> that say where within it.</summary>
    public IReadOnlyList<int> Within { get; }

    /// <summary>One value for each window.</summary>
    public TensorShape Output { get; }

    /// <summary>Values in a window.</summary>
    public int Count { get; }

    /// <summary>The axes of a picture or a signal; null for any other shape.</summary>
    public static IReadOnlyList<int>? Placed(TensorShape input) => input.Sizes.Count is 2 or 3 ? input.Sizes : null;

    public static ArgumentException Misfit(TensorShape input) => new(
        $"The layer takes a picture [channels, height, width] or a signal [channels, length], not the shape {input}. "
            + "Set VaeNetwork.InputShape, or reshape the values first.");
}
