using System.Globalization;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>Fits and scoring on silos of this machine, each a child process.</summary>
internal static class ClusterCommand
{
    private const string Usage = """
        cluster kills [COUNT]              kills one of three silos at random moments of a fit, and compares the models
        cluster kills-scoring [COUNT]      the same while rows are scored, and looks for each row in the output
        cluster speed [PASSES]             one and two workers of one thread, 784-400-20, and the held-out ELBO
        cluster scoring [FLIGHTS] [ROWS]   a Parquet file by one silo, bare ONNX Runtime, and ApplyOnnxModel
        cluster plan [NAME=VALUE …]        predicts a fit on 8 to 512 machines; the names are those of its output
        """;

    /// <returns>The exit code of the process: 0, or 2 for bad arguments.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            await RunCommandAsync(arguments);
            return 0;
        }
        catch (BenchmarkInputException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    /// <summary>The state of the machine before a measurement: other work slows it.</summary>
    public static string Machine()
    {
        const string File = "/proc/loadavg";
        string load = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File).Split(' ')[0] : "unknown";
        return $"{Environment.ProcessorCount} processors; load of other work before the start: {load}";
    }

    private static Task RunCommandAsync(string[] arguments) => arguments switch
    {
        ["kills", .. var rest] when rest.Length <= 1 => KilledSilos.FitAsync(Number(rest, 0, 20)),
        ["kills-scoring", .. var rest] when rest.Length <= 1 => KilledSilos.ScoreAsync(Number(rest, 0, 20)),
        ["speed", .. var rest] when rest.Length <= 1 => WorkerSpeed.PrintAsync(Number(rest, 0, 40)),
        ["scoring", .. var rest] when rest.Length <= 2 =>
            ScoringSpeed.PrintAsync(rest.Length > 0 ? rest[0] : null, Number(rest, 1, 3_000_000)),
        ["plan", .. var rest] => PlanCommand.PrintAsync(rest),
        _ => throw new BenchmarkInputException(Usage),
    };

    private static int Number(string[] arguments, int place, int otherwise) =>
        place < arguments.Length ? WholeNumber.Parse(arguments[place]) : otherwise;
}
