using Microsoft.ML;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>Columns of a data view as a Parquet file.</summary>
/// <param name="columns">The columns, in order.</param>
internal sealed class ParquetOutput(IReadOnlyList<ColumnOutput> columns)
{
    /// <summary>Rows in a row group where the caller does not say.</summary>
    public const int RowsPerGroup = 65_536;

    private readonly FieldValues[] _fields = Distinct([.. columns.SelectMany(column => column.Fields)]);

    /// <summary>Writes a data view.</summary>
    public static void Write(IDataView data, string path, int rowsPerGroup)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ColumnOutput[] outputs = Array.ConvertAll(columns, ColumnOutput.Of);
        Action[] readers = [.. outputs.Zip(columns, (output, column) => output.Reader(cursor, column))];
        new ParquetOutput(outputs).Write(path, rowsPerGroup, () =>
        {
            if (!cursor.MoveNext())
            {
                return 0;
            }

            Array.ForEach(readers, read => read());
            return 1;
        });
    }

    /// <summary>Writes a file beside, and renames it. It is called once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rowsPerGroup">Rows in a row group; the last may have fewer.</param>
    /// <param name="next">Lets all columns take more rows, and returns how many; 0 at the end.</param>
    public void Write(string path, int rowsPerGroup, Func<int> next)
    {
        string unfinished = path + ".unfinished";
        try
        {
            // Not on the caller's thread: its synchronization context could wait for itself.
            Task.Run(() => WriteAsync(unfinished, rowsPerGroup, next)).GetAwaiter().GetResult();
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
        finally
        {
            Array.ForEach(_fields, field => field.Dispose());
        }
    }

    private async Task WriteAsync(string path, int rowsPerGroup, Func<int> next)
    {
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(_fields.Select(field => field.Field).ToArray<Field>()), file);
        int rows = 0;
        for (bool more = true; more;)
        {
            int taken = next();
            more = taken > 0;
            rows += taken;
            while (rows >= rowsPerGroup || (rows > 0 && !more))
            {
                int written = Math.Min(rows, rowsPerGroup);
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                foreach (FieldValues field in _fields)
                {
                    await field.WriteAsync(group, written);
                }

                rows -= written;
            }
        }

        await file.FlushAsync();
    }

    private static FieldValues[] Distinct(FieldValues[] fields) =>
        fields.GroupBy(field => field.Field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ArgumentException(
                $"Two columns of the file would be called '{twice.Key}'. Rename a column before you save.")
            : fields;
}
