using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>Reads the input column's value of the current row as Singles. Reuses its buffers; not thread-safe.</summary>
internal sealed class FeatureReader
{
    private readonly FeatureColumn _column;

    private readonly ValueGetter<VBuffer<float>>? _readSingles;
    private VBuffer<float> _singles;

    private readonly ValueGetter<VBuffer<double>>? _readDoubles;
    private VBuffer<double> _doubles;

    /// <summary>Binds to a row or cursor in which the column is active.</summary>
    public FeatureReader(DataViewRow row, FeatureColumn column)
    {
        _column = column;
        if (column.ItemType.RawType == typeof(float))
        {
            _readSingles = row.GetGetter<VBuffer<float>>(column.Column);
        }
        else
        {
            _readDoubles = row.GetGetter<VBuffer<double>>(column.Column);
        }
    }

    /// <summary>Reads the current row. A Double beyond Single's range becomes infinite.</summary>
    /// <param name="row">[D], every value of which is written.</param>
    public void Read(Span<float> row)
    {
        if (_readSingles is not null)
        {
            _readSingles(ref _singles);
            CheckLength(_singles.Length);
            Scatter(in _singles, row);
        }
        else
        {
            _readDoubles!(ref _doubles);
            CheckLength(_doubles.Length);
            Scatter(in _doubles, row);
        }
    }

    /// <summary>A slot of the row last read, as it came.</summary>
    public double Original(int slot) =>
        _readSingles is not null ? _singles.GetItemOrDefault(slot) : _doubles.GetItemOrDefault(slot);

    private static void Scatter(in VBuffer<float> source, Span<float> row)
    {
        ReadOnlySpan<float> values = source.GetValues();
        if (source.IsDense)
        {
            values.CopyTo(row);
            return;
        }

        row.Clear();
        ReadOnlySpan<int> slots = source.GetIndices();
        for (int i = 0; i < slots.Length; i++)
        {
            row[slots[i]] = values[i];
        }
    }

    private static void Scatter(in VBuffer<double> source, Span<float> row)
    {
        ReadOnlySpan<double> values = source.GetValues();
        if (source.IsDense)
        {
            for (int i = 0; i < values.Length; i++)
            {
                row[i] = (float)values[i];
            }

            return;
        }

        row.Clear();
        ReadOnlySpan<int> slots = source.GetIndices();
        for (int i = 0; i < slots.Length; i++)
        {
            row[slots[i]] = (float)values[i];
        }
    }

    // A column's type promises its length, but the value comes from somebody's delegate.
    private void CheckLength(int length)
    {
        if (length != _column.Size)
        {
            throw new InvalidOperationException(
                $"Column '{_column.Name}' gave a row of {length} values where its type promises {_column.Size}. "
                + "Mend the component that produces it.");
        }
    }
}
