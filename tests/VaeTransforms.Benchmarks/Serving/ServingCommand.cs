using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Serving;

/// <summary>Figures of production: a web API under load, many models in one process, damaged files.</summary>
internal static class ServingCommand
{
    private const string Usage = """
        serving load URL [CLIENTS] [SECONDS]   requests to the score address of a running vae-api; default 8 clients, 20 seconds
        serving models [COUNT]                 memory, threads and time of models loaded into one process; default 200
        serving parquet FILE                   rows a second of a Parquet file: read, scored by a detector, and saved again
        serving mutations [COUNT]              damaged model files, each loaded in a process that may die; default 10000
        """;

    /// <returns>The exit code of the process: 0, or 2 for bad arguments.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            switch (args)
            {
                case ["load", string address, .. string[] rest] when rest.Length <= 2:
                    LoadFigures.Print(new Uri(address), Number(rest, 0, 8), TimeSpan.FromSeconds(Number(rest, 1, 20)), output)
                        .GetAwaiter().GetResult();
                    return 0;
                case ["models", .. string[] rest] when rest.Length <= 1:
                    ManyModels.Print(Number(rest, 0, 200), output);
                    return 0;
                case ["parquet", string file]:
                    ParquetFigures.Print(file, output);
                    return 0;
                case ["mutations", .. string[] rest] when rest.Length <= 1:
                    Mutations.Print(Number(rest, 0, 10_000), output);
                    return 0;
                default:
                    throw new BenchmarkInputException(Usage);
            }
        }
        catch (BenchmarkInputException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
    }

    private static int Number(string[] arguments, int place, int otherwise) =>
        place < arguments.Length ? WholeNumber.Parse(arguments[place]) : otherwise;
}
