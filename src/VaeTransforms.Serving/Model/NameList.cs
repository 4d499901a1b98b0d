using System.Globalization;

namespace VaeTransforms.Model;

/// <summary>Names in a message: the first ten, and how many more there are.</summary>
internal static class NameList
{
    private const int MaxNames = 10;

    /// <summary>The names in quotes.</summary>
    public static string Quoted(IEnumerable<string> names) => Of(names.Select(name => $"'{name}'"));

    /// <summary>The names in quotes, after what they are: column 'A', or columns 'A', 'B'.</summary>
    public static string Described(IEnumerable<string> columns)
    {
        string[] all = [.. columns];
        return $"{(all.Length == 1 ? "column" : "columns")} {Quoted(all)}";
    }

    /// <summary>The names as they are.</summary>
    public static string Of(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string first = string.Join(", ", all.Take(MaxNames));
        return all.Length <= MaxNames
            ? first
            : string.Create(CultureInfo.InvariantCulture, $"{first} and {all.Length - MaxNames} more");
    }
}
