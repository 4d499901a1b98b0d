using Microsoft.ML;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>Writes a data view as a Parquet file.</summary>
internal static class ParquetOutput
{
    public static void Write(IDataView data, string path, int rowsPerGroup)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        OutputField[] fields = [.. columns.SelectMany(column => OutputField.Of(cursor, column))];
        if (fields.GroupBy(field => field.Field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"Two columns of the file would be called '{twice.Key}'. Rename a column before you save.");
        }

        string unfinished = path + ".unfinished";
        try
        {
            // Not on the caller's thread: its synchronization context could wait for itself.
            Task.Run(() => WriteAsync(cursor, fields, unfinished, rowsPerGroup)).GetAwaiter().GetResult();
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static async Task WriteAsync(DataViewRowCursor cursor, OutputField[] fields, string path, int rowsPerGroup)
    {
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(fields.Select(field => field.Field).ToArray<Field>()), file);
        bool more = true;
        while (more)
        {
            int rows = 0;
            while (rows < rowsPerGroup && (more = cursor.MoveNext()))
            {
                Array.ForEach(fields, field => field.Add());
                rows++;
            }

            if (rows == 0)
            {
                break;
            }

            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach (OutputField field in fields)
            {
                await field.WriteAsync(group);
            }
        }

        await file.FlushAsync();
    }
}
