using System.Globalization;
using System.IO.Compression;

namespace VaeTransforms.Datasets;

/// <summary>Reads compressed CSV files of numbers from the resources of the assembly.</summary>
internal static class EmbeddedCsv
{
    /// <summary>All rows after the header, in the file's order.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="headerLines">The number of lines to skip at the start.</param>
    /// <returns>[rows][columns].</returns>
    public static float[][] Read(string name, int headerLines)
    {
        using Stream resource = typeof(EmbeddedCsv).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        return [.. Lines(reader).Skip(headerLines).Select(line => Array.ConvertAll(line.Split(','), Number))];
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
