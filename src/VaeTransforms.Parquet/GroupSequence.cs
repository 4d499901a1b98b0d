using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>The values of a row group.</summary>
/// <param name="Place">Which of the groups, from 0.</param>
/// <param name="Columns">Of each column an array as <see cref="FileColumn.ReadAsync"/> gives it; null if it is not active.
/// </param>
/// <param name="Rows">How many rows.</param>
internal sealed record GroupValues(int Place, Array?[] Columns, int Rows);

/// <summary>Row groups one after another. Each is read while the one before it is used.</summary>
/// <param name="files">The files and their columns.</param>
/// <param name="active">Which columns to read.</param>
/// <param name="order">The places of the groups, in the order in which they are read.</param>
internal sealed class GroupSequence(FileGroups files, bool[] active, int[] order) : IDisposable
{
    private ParquetReader? _reader;
    private string? _file;
    private Task<GroupValues>? _next;
    private int _begun;

    /// <summary>The next group; null after the last.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or it has changed.</exception>
    public GroupValues? Next()
    {
        _next ??= Begin();
        GroupValues? group = _next?.GetAwaiter().GetResult();
        _next = Begin();
        return group;
    }

    public void Dispose()
    {
        ((Task?)_next)?.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        if (_reader is { } reader)
        {
            _reader = null;
            Task.Run(async () => await reader.DisposeAsync()).GetAwaiter().GetResult();
        }
    }

    private static InvalidDataException Changed(FileGroup group) => new(
        $"File '{group.File}' has changed since it was loaded. Load it again, and do not write it while it is read.");

    private Task<GroupValues>? Begin()
    {
        if (_begun == order.Length)
        {
            return null;
        }

        int place = order[_begun++];
        return Task.Run(() => ReadAsync(place));
    }

    private async Task<GroupValues> ReadAsync(int place)
    {
        FileGroup group = files.Groups[place];
        if (_file != group.File)
        {
            if (_reader is not null)
            {
                await _reader.DisposeAsync();
            }

            _reader = await FileGroups.OpenAsync(group.File);
            _file = group.File;
        }

        if (group.Place >= _reader!.RowGroupCount)
        {
            throw Changed(group);
        }

        using ParquetRowGroupReader rows = _reader.OpenRowGroupReader(group.Place);
        if (rows.RowCount != group.Rows)
        {
            throw Changed(group);
        }

        IReadOnlyList<FileField> fields = FileField.All(_reader.Schema);
        var columns = new Array?[active.Length];
        foreach ((int i, FileColumn column) in files.Columns.Index().Where(pair => active[pair.Index]))
        {
            DataField field = fields.FirstOrDefault(field => field.Name == column.Name)?.Data
                ?? throw Changed(group);
            try
            {
                columns[i] = await column.ReadAsync(rows, field);
            }
            catch (ColumnContentException e)
            {
                throw new InvalidDataException($"In column '{column.Name}' of file '{group.File}' {e.Message}", e);
            }
            catch (ArgumentOutOfRangeException e) when (column.Type is DateTimeDataViewType)
            {
                throw new InvalidDataException(
                    $"Column '{column.Name}' of file '{group.File}' has a time outside the years 1 to 9999, which a DateTime "
                    + "cannot hold; an infinite one, for instance. Leave the column out by naming the others in columnNames.",
                    e);
            }
            catch (NotSupportedException e)
            {
                throw new InvalidDataException(
                    $"Column '{column.Name}' of file '{group.File}' is written in a way that Parquet.Net cannot read: "
                    + $"{e.Message} Write the file with another encoding, such as that of version 1 of the format, or leave the "
                    + "column out by naming the others in columnNames.",
                    e);
            }
            catch (Exception e) when (e is not IOException)
            {
                throw new InvalidDataException(
                    $"Column '{column.Name}' of file '{group.File}' is damaged: {e.Message} Write the file again.", e);
            }
        }

        return new GroupValues(place, columns, group.Rows);
    }
}
