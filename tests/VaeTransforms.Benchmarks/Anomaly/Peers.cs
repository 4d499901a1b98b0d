using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>Figures of other detectors, for comparison on sets of the same name.</summary>
/// <param name="Measured">Measured on the same files.</param>
/// <param name="Published">Published AUC from 0 to 1 per protocol, method and set, often on other splits.</param>
internal sealed record Peers(
    IReadOnlyList<Measurement> Measured,
    IReadOnlyDictionary<(string Protocol, string Method, string Dataset), double> Published)
{
    private const string PublishedPrefix = "published-auc-";
    private const string OwnSplitHeader = "dataset,method,auc,ap";

    public static Peers None { get; } = new([], new Dictionary<(string, string, string), double>());

    /// <summary>The names of all methods.</summary>
    public IEnumerable<string> Methods =>
        Measured.Select(measurement => measurement.Method).Concat(Published.Keys.Select(figure => figure.Method));

    /// <summary>
    /// Reads <c>published-auc-PROTOCOL.csv</c> (a line per set, a column per method, in percent) and every other CSV file
    /// with the header of <see cref="Measurement"/>, such as the output of an earlier run; or with a header of only set, method,
    /// AUC and AP, where sets have their own split.
    /// </summary>
    /// <exception cref="BenchmarkInputException">The folder does not exist, or a line cannot be read.</exception>
    public static Peers Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BenchmarkInputException($"There is no folder '{folder}'. Name one with the figures of peers.");
        }

        var measured = new List<Measurement>();
        var published = new Dictionary<(string, string, string), double>();
        foreach (string path in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            string[] lines = File.ReadAllLines(path);
            if (name.StartsWith(PublishedPrefix, StringComparison.Ordinal))
            {
                AddPublished(published, name[PublishedPrefix.Length..], lines);
            }
            else if (lines.FirstOrDefault() == Measurement.Header)
            {
                measured.AddRange(lines.Skip(1).Where(line => line.Length > 0).Select(Measurement.Parse));
            }
            else if (lines.FirstOrDefault() == OwnSplitHeader)
            {
                measured.AddRange(lines.Skip(1).Where(line => line.Length > 0).Select(OfOwnSplit));
            }
        }

        return new Peers(measured, published);

        static Measurement OfOwnSplit(string line)
        {
            string[] cells = line.Split(',');
            return Measurement.Parse(
                $"{cells[0]},{Protocol.Semi.Name},0,{string.Join(',', cells[1..^2])},{cells[^2]},{cells[^1]},,");
        }
    }

    private static void AddPublished(Dictionary<(string, string, string), double> published, string protocol, string[] lines)
    {
        string[] methods = lines[0].Split(',');
        foreach (string[] cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            for (int i = 1; i < Math.Min(cells.Length, methods.Length); i++)
            {
                if (double.TryParse(cells[i], CultureInfo.InvariantCulture, out double percent))
                {
                    published[(protocol, methods[i], cells[0])] = percent / 100;
                }
            }
        }
    }
}
