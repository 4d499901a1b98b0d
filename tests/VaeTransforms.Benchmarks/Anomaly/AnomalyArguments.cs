using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The arguments of the anomaly command.</summary>
internal sealed record AnomalyArguments
{
    public const string Usage = """
        anomaly DIR... [options]: anomaly detection on folders of CSV files (NAME.csv or NAME.csv.gz, header f0,...,fN,label or
                                  f0,...,fN,split,label)

          --sets a,b          only these sets
          --protocols a,b     semi, unsup; default both
          --seeds 0,1,2       default these three
          --peers DIR         figures of other detectors (measured.csv, own-split.csv, published-auc-PROTOCOL.csv)
          --out DIR           folder for anomaly.md and anomaly.csv; default artifacts/anomaly
          --name NAME         name of this library in the tables; default VaeTransforms
          --without-pca       do not run ML.NET's RandomizedPca
        """;

    public required string[] Folders { get; init; }

    public string[]? Sets { get; init; }

    public IReadOnlyList<Protocol> Protocols { get; init; } = Protocol.All;

    public int[] Seeds { get; init; } = [0, 1, 2];

    public string? Peers { get; init; }

    public string Output { get; init; } = Path.Combine("artifacts", "anomaly");

    public string Name { get; init; } = "VaeTransforms";

    public bool WithPca { get; init; } = true;

    /// <exception cref="BenchmarkInputException">An argument is unknown or has no value.</exception>
    public static AnomalyArguments Parse(string[] args)
    {
        string[] folders = [.. args.TakeWhile(arg => !arg.StartsWith('-'))];
        if (folders.Length == 0)
        {
            throw new BenchmarkInputException(Usage);
        }

        string[] options = args[folders.Length..];
        var arguments = new AnomalyArguments { Folders = folders };
        for (int i = 0; i < options.Length; i++)
        {
            arguments = options[i] switch
            {
                "--sets" => arguments with { Sets = List(Value()) },
                "--protocols" => arguments with { Protocols = [.. List(Value()).Select(ProtocolOf)] },
                "--seeds" => arguments with { Seeds = [.. List(Value()).Select(Seed)] },
                "--peers" => arguments with { Peers = Value() },
                "--out" => arguments with { Output = Value() },
                "--name" => arguments with { Name = Value() },
                "--without-pca" => arguments with { WithPca = false },
                _ => throw new BenchmarkInputException($"'{options[i]}' is not an option.\n\n{Usage}"),
            };

            string Value() => i + 1 < options.Length
                ? options[++i]
                : throw new BenchmarkInputException($"{options[i]} needs a value.\n\n{Usage}");
        }

        return arguments;
    }

    private static string[] List(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Protocol ProtocolOf(string name) => Protocol.All.FirstOrDefault(protocol => protocol.Name == name)
        ?? throw new BenchmarkInputException(
            $"'{name}' is not a protocol. The protocols are {string.Join(" and ", Protocol.All.Select(p => p.Name))}.");

    private static int Seed(string value) => int.TryParse(value, CultureInfo.InvariantCulture, out int seed)
        ? seed
        : throw new BenchmarkInputException($"'{value}' is not a seed. Seeds are whole numbers.");
}
