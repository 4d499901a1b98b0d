using Microsoft.ML;

namespace VaeTransforms.Pipeline;

/// <summary>A vector column whose slots are found by their names.</summary>
internal sealed class ReorderedColumn : IRowInputs
{
    private readonly FeatureColumn _column;
    private readonly int[] _places;

    private ReorderedColumn(FeatureColumn column, IReadOnlyList<string> names)
    {
        _column = column;
        SlotNames = names;
        _places = [.. names.Select(PlaceOf)];
    }

    public IReadOnlyList<DataViewSchema.Column> Columns => _column.Columns;

    public string Name => _column.Name;

    public int Size => _column.Size;

    public IReadOnlyList<string>? SlotNames { get; }

    /// <summary>The column with its slots in the order of training; in its own where one of both has no names.</summary>
    /// <param name="column">The column.</param>
    /// <param name="trained">[D] the names in training, or null if there were none.</param>
    /// <exception cref="ArgumentException">A name is not that of exactly one slot.</exception>
    public static IRowInputs Of(FeatureColumn column, IReadOnlyList<string>? trained) =>
        trained is null || column.SlotNames is null || trained.SequenceEqual(column.SlotNames)
            ? column
            : new ReorderedColumn(column, trained);

    public string DescribeSlot(int slot) => _column.DescribeSlot(_places[slot]);

    public RowReader CreateReader(DataViewRow row) => new Reader(_column.CreateReader(row), _places);

    private int PlaceOf(string name)
    {
        int[] places = [.. Enumerable.Range(0, Size).Where(slot => _column.SlotNames![slot] == name)];
        return places.Length == 1 ? places[0] : throw FeatureColumnErrors.NoSuchSlot(Name, name);
    }

    private sealed class Reader(RowReader reader, int[] places) : RowReader
    {
        private readonly float[] _row = new float[places.Length];

        public override void Read(Span<float> row)
        {
            reader.Read(_row);
            for (int slot = 0; slot < places.Length; slot++)
            {
                row[slot] = _row[places[slot]];
            }
        }

        public override double Original(int slot) => reader.Original(places[slot]);
    }
}
