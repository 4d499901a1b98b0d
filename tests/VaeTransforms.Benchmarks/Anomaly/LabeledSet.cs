using System.Globalization;
using System.IO.Compression;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>A data set whose labels only the evaluation uses.</summary>
/// <param name="Name">The name of its file, without extensions.</param>
/// <param name="Rows">[n], each [D].</param>
/// <param name="Labels">[n], true for an anomaly.</param>
/// <param name="IsTraining">[n], true for a row to train on; null where a protocol decides.</param>
internal sealed record LabeledSet(string Name, float[][] Rows, bool[] Labels, bool[]? IsTraining = null)
{
    private const string SplitColumn = "split";

    private static readonly string[] Endings = [".csv.gz", ".csv"];

    /// <summary>The files of a folder that hold a set, by name.</summary>
    /// <exception cref="BenchmarkInputException">The folder does not exist or has no set.</exception>
    public static SortedDictionary<string, string> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BenchmarkInputException($"There is no folder '{folder}'. Name one with files such as NAME.csv.gz.");
        }

        var sets = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            string file = Path.GetFileName(path);
            if (Endings.FirstOrDefault(ending => file.EndsWith(ending, StringComparison.Ordinal)) is { } ending)
            {
                sets[file[..^ending.Length]] = path;
            }
        }

        return sets.Count > 0 ? sets : throw new BenchmarkInputException($"The folder '{folder}' has no .csv or .csv.gz file.");
    }

    /// <summary>
    /// Reads a file with the header <c>f0,…,fN,label</c>; 0 is normal, 1 an anomaly. A column <c>split</c> before the label
    /// says whether a row is to be trained on: train or test.
    /// </summary>
    /// <exception cref="BenchmarkInputException">A line does not match the header.</exception>
    public static LabeledSet Read(string name, string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(content);
        string[] header = reader.ReadLine()?.Split(',') ?? [];
        if (header.Length < 2 || header[^1].Trim() != "label")
        {
            throw new BenchmarkInputException(
                $"The header of '{path}' must be f0,...,fN,label, but it is '{string.Join(',', header)}'.");
        }

        int width = header[^2].Trim() == SplitColumn ? header.Length - 2 : header.Length - 1;
        var rows = new List<float[]>();
        var labels = new List<bool>();
        var isTraining = new List<bool>();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (cells.Length != header.Length || cells[^1].Trim() is not ("0" or "1" or "0.0" or "1.0")
                || cells[width..^1].Any(split => split.Trim() is not ("train" or "test")))
            {
                throw new BenchmarkInputException(
                    $"Line {rows.Count + 2} of '{path}' must have {header.Length} values, the last 0 or 1"
                    + $"{(width < header.Length - 1 ? ", before it train or test" : "")}, but it is '{line}'.");
            }

            rows.Add([.. cells[..width].Select(cell => float.TryParse(cell, CultureInfo.InvariantCulture, out float value)
                ? value
                : throw new BenchmarkInputException(
                    $"Line {rows.Count + 2} of '{path}' contains '{cell}', which is not a number."))]);
            labels.Add(cells[^1].Trim()[0] == '1');
            isTraining.AddRange(cells[width..^1].Select(split => split.Trim() == "train"));
        }

        return labels.Contains(true) && labels.Contains(false)
            ? new LabeledSet(name, [.. rows], [.. labels], isTraining.Count > 0 ? [.. isTraining] : null)
            : throw new BenchmarkInputException($"'{path}' must have rows of both labels, 0 and 1.");
    }
}
