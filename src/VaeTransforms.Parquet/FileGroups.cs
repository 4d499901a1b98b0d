using System.IO.Enumeration;
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
    /// <param name="path">A file or a pattern.</param>
    /// <param name="columnNames">The columns to read; null for all.</param>
    public static async Task<FileGroups> ReadAsync(string path, IReadOnlyList<string>? columnNames)
    {
        string[] files = Files(path);
        var groups = new List<FileGroup>();
        DataField[]? first = null;
        var nulls = new HashSet<string>();
        foreach (string file in files)
        {
            await using ParquetReader reader = await OpenAsync(file);
            DataField[] fields = Wanted(reader.Schema, file, columnNames);
            first ??= fields;
            if (!fields.Select(Described).SequenceEqual(first.Select(Described)))
            {
                throw new ArgumentException(
                    $"File '{file}' has the columns {string.Join(", ", fields.Select(Described))}, but '{files[0]}' has "
                    + $"{string.Join(", ", first.Select(Described))}. Load files of the same columns.");
            }

            for (int place = 0; place < reader.RowGroupCount; place++)
            {
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(place);
                groups.Add(new FileGroup(file, place, checked((int)group.RowCount)));
                nulls.UnionWith(fields
                    .Where(field => field.IsNullable && group.GetStatistics(field)?.NullCount is not 0)
                    .Select(field => field.Name));
            }
        }

        return new FileGroups(groups, [.. first!.Select(field => FileColumn.Of(field, nulls.Contains(field.Name)))]);
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

    private static string[] Files(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string name = Path.GetFileName(path);
        bool isPattern = name.AsSpan().ContainsAny('*', '?');
        string[] files = !isPattern ? (File.Exists(path) ? [path] : [])
            : Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder).Where(Matches).Order(StringComparer.Ordinal)]
            : [];
        return files.Length > 0
            ? files
            : throw new FileNotFoundException(
                isPattern
                    ? $"No file in '{folder}' matches '{name}'. Check the pattern."
                    : $"There is no file '{path}'. Check the path.",
                path);

        bool Matches(string file) => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(file));
    }

    private static DataField[] Wanted(ParquetSchema schema, string file, IReadOnlyList<string>? columnNames)
    {
        DataField[] all = schema.GetDataFields();
        return columnNames is null
            ? all
            : [.. columnNames.Select(name => all.FirstOrDefault(field => field.Name == name) ?? throw new ArgumentException(
                $"File '{file}' has no column '{name}'. Its columns are {string.Join(", ", all.Select(field => field.Name))}.",
                nameof(columnNames)))];
    }

    private static string Described(DataField field) => $"{field.Name} ({field.ClrType.Name})";
}
