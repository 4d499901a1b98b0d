namespace VaeTransforms.Datasets;

/// <summary>A row as ML.NET reads it: the properties are the columns.</summary>
/// <typeparam name="TLabel">Boolean, or UInt32 for a key: the index of its value from 0, to which ML.NET itself adds 1 as it reads.</typeparam>
internal sealed class LabelledRow<TLabel>
{
    public required float[] Features { get; init; }

    public required TLabel Label { get; init; }
}
