using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>Lists of equal length as a column of vectors.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="itemType">The type of the values.</param>
/// <param name="size">The length of each list.</param>
/// <param name="convert">A value of the file as one of the view.</param>
/// <param name="missing">What stands for a null in a list.</param>
internal sealed class ListColumn<TFile, TItem>(
    string name, PrimitiveDataViewType itemType, int size, Func<TFile, TItem> convert, TItem missing)
    : FileColumn(name, new VectorDataViewType(itemType, size))
    where TFile : struct
{
    public override async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        int count = checked((int)group.RowCount * size);
        if (group.GetMetadata(field)?.MetaData?.NumValues != count)
        {
            throw Unequal("the lists of a row group have not");
        }

        var values = new TItem[count];
        var read = new TFile[count];
        var repetitions = new int[count];
        var levels = new int[count];
        await group.ReadRawAsync<TFile>(field, read, levels, repetitions);
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            // A list begins where the level is 0. An empty list has an entry too, which is below the level of a null in a list.
            if (repetitions[i] == 0 != (i % size == 0) || levels[i] < field.MaxDefinitionLevel - (field.IsNullable ? 1 : 0))
            {
                throw Unequal(FormattableString.Invariant($"row {i / size} of a row group has not"));
            }

            values[i] = levels[i] == field.MaxDefinitionLevel ? convert(read[next++]) : missing;
        }

        return values;
    }

    public override Delegate Getter(Func<(Array Values, int Row)> current) => new ValueGetter<VBuffer<TItem>>(
        (ref VBuffer<TItem> value) =>
        {
            (Array values, int row) = current();
            VBufferEditor<TItem> editor = VBufferEditor.Create(ref value, size);
            ((TItem[])values).AsSpan(row * size, size).CopyTo(editor.Values);
            value = editor.Commit();
        });

    private ColumnContentException Unequal(string which) => new(
        FormattableString.Invariant($"{which} {size} values in each list, as the files seem to have on the average. ")
        + "Lists must have one length. Leave the column out by naming the others in columnNames.");
}
