using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;

namespace VaeTransforms.Pipeline;

/// <summary>Reads the input column in the current row as Singles. It reuses its buffers and is not thread-safe.</summary>
internal sealed class FeatureReader : RowReader
{
    private readonly FeatureColumn _column;

    private readonly ValueGetter<VBuffer<float>>? _readSingles;
    private VBuffer<float> _singles;

    private readonly ValueGetter<VBuffer<double>>? _readDoubles;
    private VBuffer<double> _doubles;

    /// <summary>Creates a reader for a row or cursor in which the column is active.</summary>
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

    /// <summary>Reads the current row. A finite Double beyond the range of Single becomes the largest Single.</summary>
    /// <param name="row">[D]; every value is written.</param>
    public override void Read(Span<float> row)
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

    public override double Original(int slot) =>
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
                row[i] = NearestSingle.Of(values[i]);
            }

            return;
        }

        row.Clear();
        ReadOnlySpan<int> slots = source.GetIndices();
        for (int i = 0; i < slots.Length; i++)
        {
            row[slots[i]] = NearestSingle.Of(values[i]);
        }
    }

    // The type of a column states its length, but any code can be behind its getter.
    private void CheckLength(int length)
    {
        if (length != _column.Size)
        {
            throw FeatureColumnErrors.WrongLength(_column.Name, length, _column.Size);
        }
    }
}
