using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>The rows among which the next one is drawn, with what is beside them.</summary>
/// <param name="capacity">How many rows, at most.</param>
/// <param name="width">Values in a row.</param>
internal sealed class ShuffleBuffer(int capacity, int width)
{
    // Memory that no row is written to takes none of the machine's.
    private readonly float[] _rows = GC.AllocateUninitializedArray<float>(capacity * width);

    public RowSide[] Sides { get; } = GC.AllocateUninitializedArray<RowSide>(capacity);

    public int Count { get; private set; }

    public bool HasRoom => Count < capacity;

    public Span<float> Row(int place) => _rows.AsSpan(place * width, width);

    /// <summary>The place of another row.</summary>
    public int Add() => Count++;

    /// <summary>The last row takes the place of a row.</summary>
    public void Remove(int place)
    {
        Count--;
        Row(Count).CopyTo(Row(place));
        Sides[place] = Sides[Count];
    }

    public void Clear() => Count = 0;
}
