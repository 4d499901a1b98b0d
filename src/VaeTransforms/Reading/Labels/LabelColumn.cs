using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>Reads ML.NET's label column, to find it among the features of a detector.</summary>
internal sealed class LabelColumn : ISideColumn
{
    private const string Label = "Label";

    private readonly SideValues<double> _values = new();

    private LabelColumn(DataViewSchema.Column column) => Column = column;

    public DataViewSchema.Column Column { get; }

    /// <summary>Whether the labels are keys, which have no numbers of their own.</summary>
    public bool IsKey => Column.Type is KeyDataViewType;

    /// <summary>
    /// The label of each row that is kept: a number, 0 or 1 for a Boolean, the raw value of a key; NaN if missing.
    /// </summary>
    public IReadOnlyList<double> Values => _values.All;

    /// <summary>The label column of a schema; null if it has none, or one whose values cannot be slots.</summary>
    public static LabelColumn? Find(DataViewSchema schema) => schema
        .Where(column => !column.IsHidden && IsName(column.Name))
        .Where(column => column.Type is NumberDataViewType or BooleanDataViewType or KeyDataViewType)
        .Select(column => new LabelColumn(column))
        .FirstOrDefault();

    /// <summary>Whether a name is that of the label column.</summary>
    public static bool IsName(string name) => name.Equals(Label, StringComparison.OrdinalIgnoreCase);

    public Action Start(DataViewRow row)
    {
        CellReader reader = IsKey
            ? CellReader.Keys(row, Column, (raw, cells) => cells[0] = raw)
            : CellReader.Numbers(row, Column);
        var value = new double[1];
        return () =>
        {
            reader.Read(value);
            _values.Last = value[0];
        };
    }

    public void Store(int place) => _values.Store(place);

    public void Select(int[] places) => _values.Select(places);
}
