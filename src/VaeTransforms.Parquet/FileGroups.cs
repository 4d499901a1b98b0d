using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>A row group of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Place">Which group, from 0.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record FileGroup(string File, int Place, int Rows);

/// <summary>The row groups of files with the same columns, and what the files say of them.</summary>
/// <param name="Groups">In order.</param>
/// <param name="Columns">The columns to read.</param>
internal sealed record FileGroups(IReadOnlyList<FileGroup> Groups, IReadOnlyList<FileColumn> Columns)
{
    /// <summary>Reads the ends of the files, where their schema and statistics are.</summary>
    /// <param name="path">A file, a folder or a pattern.</param>
    /// <param name="columnNames">The columns to read; null for all.</param>
    public static async Task<FileGroups> ReadAsync(string path, IReadOnlyList<string>? columnNames)
    {
        IReadOnlyList<string> files = FilePaths.Find(path);
        var groups = new List<FileGroup>();
        FileField[]? first = null;
        var nulls = new Dictionary<string, Nulls>();
        var lengths = new Dictionary<string, ListLength>();
        foreach (string file in files)
        {
            await using ParquetReader reader = await OpenAsync(file);
            FileField[] fields = Wanted(reader.Schema, file, columnNames);
            first ??= fields;
            if (!fields.Select(field => $"{field}").SequenceEqual(first.Select(field => $"{field}")))
            {
                throw new ArgumentException(
                    $"File '{file}' has the columns {string.Join<FileField>(", ", fields)}, but '{files[0]}' has "
                    + $"{string.Join<FileField>(", ", first)}. Load files of the same columns.");
            }

            for (int place = 0; place < reader.RowGroupCount; place++)
            {
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(place);
                groups.Add(new FileGroup(file, place, checked((int)group.RowCount)));
                foreach (FileField field in fields.Where(field => field.Data?.MaxDefinitionLevel > 0))
                {
                    Nulls own = group.GetStatistics(field.Data!)?.NullCount switch
                    {
                        null => Nulls.NotCounted,
                        0 => Nulls.None,
                        _ => Nulls.Some,
                    };
                    nulls[field.Name] = (Nulls)Math.Max((int)own, (int)nulls.GetValueOrDefault(field.Name));
                }

                foreach (FileField list in fields.Where(field => field is { IsList: true, Data: not null }))
                {
                    long values = group.GetMetadata(list.Data!)?.MetaData?.NumValues ?? 0;
                    lengths[list.Name] = lengths.GetValueOrDefault(list.Name).And(values, group.RowCount);
                }
            }
        }

        return new FileGroups(groups, [.. first!.Select(field => field is { IsList: true, Data: not null }
            ? FileColumn.OfLists(field, () => lengths.GetValueOrDefault(field.Name).Of(field))
            : FileColumn.Of(field, nulls.GetValueOrDefault(field.Name)))]);
    }

    /// <summary>The row groups of a part. The types of columns are those of all parts.</summary>
    public FileGroups Part(ParquetPartition partition) =>
        this with { Groups = [.. Groups.Where((_, i) => i % partition.Count == partition.Index)] };

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file, or damaged.</exception>
    public static async Task<ParquetReader> OpenAsync(string file)
    {
        try
        {
            return await ParquetReader.CreateAsync(file);
        }
        catch (Exception e) when (e is not FileNotFoundException and not UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"File '{file}' cannot be read as a Parquet file: {e.Message} Check the path, or write the file again.", e);
        }
    }

    private static FileField[] Wanted(ParquetSchema schema, string file, IReadOnlyList<string>? columnNames)
    {
        IReadOnlyList<FileField> all = FileField.All(schema);
        return columnNames is null
            ? [.. all]
            : [.. columnNames.Select(name => all.FirstOrDefault(field => field.Name == name) ?? throw new ArgumentException(
                $"File '{file}' has no column '{name}'. Its columns are {string.Join(", ", all.Select(field => field.Name))}.",
                nameof(columnNames)))];
    }

    /// <summary>The length of the lists of a column, as far as the ends of files tell.</summary>
    /// <param name="Length">Values divided by rows; 0 before the first row.</param>
    /// <param name="Differ">Whether the quotient is not whole, or not the same in all row groups.</param>
    private readonly record struct ListLength(long Length, bool Differ)
    {
        /// <summary>With another row group.</summary>
        public ListLength And(long values, long rows) => rows == 0 ? this : new(
            values / rows, Differ || values % rows != 0 || (Length > 0 && Length != values / rows));

        /// <exception cref="ArgumentException">The lists have different lengths, or there is none.</exception>
        public int Of(FileField field) => Length is > 0 and <= int.MaxValue && !Differ
            ? (int)Length
            : throw new ArgumentException(
                $"Column '{field.Name}' holds lists " + (Differ ? "of different lengths" : "but no row")
                + ", so the size of its vectors is not known. Leave the column out by naming the others in columnNames.");
    }
}
