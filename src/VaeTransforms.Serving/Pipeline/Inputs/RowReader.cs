namespace VaeTransforms.Pipeline;

/// <summary>Reads the input of the current row of a cursor as slots. It reuses its buffers and is not thread-safe.</summary>
internal abstract class RowReader
{
    /// <summary>Reads the current row.</summary>
    /// <param name="row">[D]; every value is written. NaN for a missing value.</param>
    public abstract void Read(Span<float> row);

    /// <summary>
    /// What a slot of the last row was made of: the value before it became a Single, or the code of a category.
    /// </summary>
    /// <param name="slot">From 0.</param>
    public abstract double Original(int slot);
}
