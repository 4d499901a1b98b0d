using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>The arguments of the tables command.</summary>
internal sealed record TablesArguments
{
    public const string Usage = """
        tables [PART …] --data DIR [options]: tables with mixed columns

          PART                imputation, letter, intervals, synthetic, probe, speed; default all
          --data DIR          the folder with adult.csv.gz, adult_test.csv.gz and hivae/SET/data.csv.gz
          --sets a,b          only these sets of hivae
          --rates 10,20       percent of missing cells; default 10,20,30,50
          --masks 1,2         the masks of each rate; default 1
          --seeds 1,2         default 1
          --without-forest    do not run the chained forest
          --out DIR           folder for tables.csv and tables.md; default artifacts/tables

        What tables.csv already has is not measured again.
        """;

    public static readonly string[] AllParts = ["synthetic", "imputation", "letter", "intervals", "probe", "speed"];

    public IReadOnlyList<string> Parts { get; init; } = [];

    public string Data { get; init; } = "";

    public string[]? Sets { get; init; }

    public int[] Rates { get; init; } = [10, 20, 30, 50];

    public int[] Masks { get; init; } = [1];

    public int[] Seeds { get; init; } = [1];

    public bool WithForest { get; init; } = true;

    public string Output { get; init; } = Path.Combine("artifacts", "tables");

    /// <exception cref="BenchmarkInputException">An argument is unknown or has no value.</exception>
    public static TablesArguments Parse(string[] args)
    {
        var arguments = new TablesArguments();
        for (int i = 0; i < args.Length; i++)
        {
            arguments = args[i] switch
            {
                "--data" => arguments with { Data = Value() },
                "--sets" => arguments with { Sets = List(Value()) },
                "--rates" => arguments with { Rates = Numbers(Value()) },
                "--masks" => arguments with { Masks = Numbers(Value()) },
                "--seeds" => arguments with { Seeds = Numbers(Value()) },
                "--without-forest" => arguments with { WithForest = false },
                "--out" => arguments with { Output = Value() },
                { } part when AllParts.Contains(part) => arguments with { Parts = [.. arguments.Parts, part] },
                _ => throw new BenchmarkInputException($"'{args[i]}' is not a part or an option.\n\n{Usage}"),
            };

            string Value() => i + 1 < args.Length
                ? args[++i]
                : throw new BenchmarkInputException($"{args[i]} needs a value.\n\n{Usage}");
        }

        return !Directory.Exists(arguments.Data)
            ? throw new BenchmarkInputException($"There is no folder '{arguments.Data}'. Name one with --data.\n\n{Usage}")
            : arguments with { Parts = arguments.Parts.Count == 0 ? AllParts : arguments.Parts };
    }

    private static string[] List(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int[] Numbers(string value) => Array.ConvertAll(List(value), WholeNumber.Parse);
}
