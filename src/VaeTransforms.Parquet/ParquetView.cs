using Microsoft.ML;

namespace VaeTransforms.Parquet;

/// <summary>Parquet files as a data view.</summary>
internal sealed class ParquetView : IDataView
{
    private readonly FileGroups _files;

    private ParquetView(FileGroups files)
    {
        _files = files;
        var schema = new DataViewSchema.Builder();
        foreach (FileColumn column in files.Columns)
        {
            schema.AddColumn(column.Name, column.Type);
        }

        Schema = schema.ToSchema();
    }

    /// <summary>Where the rows are.</summary>
    public FileGroups Files => _files;

    public DataViewSchema Schema { get; }

    public bool CanShuffle => true;

    public static ParquetView Open(string path, IReadOnlyList<string>? columnNames, ParquetPartition? partition)
    {
        FileGroups files = Task.Run(() => FileGroups.ReadAsync(path, columnNames)).GetAwaiter().GetResult();
        return new ParquetView(partition is null ? files : files.Part(partition));
    }

    public long? GetRowCount() => _files.Groups.Sum(group => (long)group.Rows);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.Select(column => column.Index).ToHashSet();
        return new ParquetCursor(Schema, _files, [.. _files.Columns.Select((_, i) => needed.Contains(i))], rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
