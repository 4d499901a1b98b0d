using System.Buffers;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>A column of scalars.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">The type of its values.</param>
/// <param name="convert">Makes a value of one of the file.</param>
/// <param name="missing">Gives what stands for a null.</param>
internal sealed class ValueColumn<TFile, TValue>(
    string name, DataViewType type, Func<TFile, TValue> convert, Func<TValue> missing) : FileColumn(name, type)
    where TFile : struct
{
    public override async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        TValue[] values = GC.AllocateUninitializedArray<TValue>(checked((int)group.RowCount));
        TFile[] read = values as TFile[] ?? new TFile[values.Length];
        if (field.MaxDefinitionLevel == 0)
        {
            await group.ReadRawAsync<TFile>(field, read, null, null);
            Place(read, [], 0, values);
            return values;
        }

        int[] levels = ArrayPool<int>.Shared.Rent(values.Length);
        try
        {
            await group.ReadRawAsync<TFile>(field, read, levels.AsMemory(0, values.Length), null);
            Place(read, levels.AsSpan(0, values.Length), field.MaxDefinitionLevel, values);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(levels);
        }

        return values;
    }

    public override Delegate Getter(Func<(Array Values, int Row)> current) => new Microsoft.ML.ValueGetter<TValue>(
        (ref TValue value) =>
        {
            (Array values, int row) = current();
            value = ((TValue[])values)[row];
        });

    /// <summary>Converts values, and puts each in its row.</summary>
    /// <param name="read">The values that are there, at the front; it may be the same array as the last.</param>
    /// <param name="levels">Of each row; empty if all are there.</param>
    /// <param name="present">The level of a row that has a value.</param>
    /// <param name="values">Every value is written.</param>
    private void Place(TFile[] read, ReadOnlySpan<int> levels, int present, TValue[] values)
    {
        int next = levels.IsEmpty ? values.Length : levels.Count(present);
        if (next == values.Length && ReferenceEquals(read, values))
        {
            return;
        }

        TValue gap = next < values.Length ? missing() : default!;

        // From the end, so that none is overwritten before it is moved.
        for (int row = values.Length - 1; row >= 0; row--)
        {
            values[row] = levels.IsEmpty || levels[row] == present ? convert(read[--next]) : gap;
        }
    }
}
