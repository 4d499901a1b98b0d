using System.IO.Enumeration;

namespace VaeTransforms.Parquet;

/// <summary>The files that a path stands for.</summary>
internal static class FilePaths
{
    /// <summary>Finds them.</summary>
    /// <param name="path">
    /// A file; a folder, for all <c>*.parquet</c> beneath it; or a pattern, whose last part has <c>*</c> or <c>?</c>.
    /// </param>
    /// <returns>At least one, in the order of their names.</returns>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Candidates(path).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new FileNotFoundException(Missing(path), path);
    }

    private static IEnumerable<string> Candidates(string path)
    {
        // Spark puts files beside its data that are none, whose names begin like this.
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path, "*.parquet", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file)[0] is not ('_' or '.'));
        }

        string folder = FolderOf(path);
        string name = Path.GetFileName(path);
        return HasWildcard(name) && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(file => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(file)))
            : [];
    }

    private static string Missing(string path) =>
        Directory.Exists(path) ? $"No file beneath '{path}' ends with .parquet. Check the path."
        : !HasWildcard(path) ? $"There is no file '{path}'. Check the path."
        : HasWildcard(FolderOf(path))
            ? $"A pattern must be the last part of a path, but '{path}' has one before. Give the folder for all files beneath it."
        : $"No file in '{FolderOf(path)}' matches '{Path.GetFileName(path)}'. Check the pattern.";

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static bool HasWildcard(string path) => path.AsSpan().ContainsAny('*', '?');
}
