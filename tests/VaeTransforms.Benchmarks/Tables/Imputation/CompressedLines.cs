using System.IO.Compression;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>Reads the lines of compressed files.</summary>
internal static class CompressedLines
{
    /// <exception cref="BenchmarkInputException">There is no such file.</exception>
    public static IEnumerable<string> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new BenchmarkInputException($"There is no file '{path}'.");
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
