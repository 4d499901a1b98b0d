namespace VaeTransforms.Datasets;

/// <summary>A row of a view; the properties are the columns.</summary>
/// <typeparam name="TLabel">
/// Boolean, or UInt32 for a key. A key holds the index of its value from 0; ML.NET adds 1 when it reads.
/// </typeparam>
internal sealed class LabeledRow<TLabel>
{
    public required float[] Features { get; init; }

    public required TLabel Label { get; init; }
}
