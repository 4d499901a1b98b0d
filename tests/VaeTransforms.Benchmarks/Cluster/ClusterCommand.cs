using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Orleans;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>
/// Silos in child processes on this machine. <c>cluster kills [COUNT]</c> kills one of three silos at random moments and compares
/// the models; <c>cluster speed</c> compares one and two workers of one thread on a 784-400-20 network.
/// </summary>
internal static class ClusterCommand
{
    private const int Shards = 4;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (arguments)
        {
            case ["kills", ..]:
                await KillsAsync(arguments.Count > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 20);
                return 0;
            case ["speed"]:
                await SpeedAsync();
                return 0;
            default:
                await Console.Error.WriteLineAsync("cluster kills [COUNT], or cluster speed");
                return 1;
        }
    }

    private static async Task KillsAsync(int count)
    {
        var options = new VaeOptions { LatentDimension = 8, HiddenLayers = [64], Epochs = 20, Seed = 1 };
        var rounds = new VaeClusterOptions { StepsPerRound = 20 };
        var random = new Random(1);
        (byte[] expected, TimeSpan whole) = await FitAsync(silos: 3, workers: 1, options, rounds, SensorShards.All(Shards), null);
        int same = 0;
        for (int i = 0; i < count; i++)
        {
            (int victim, TimeSpan moment) = (random.Next(3), random.NextDouble() * whole);
            (byte[] model, TimeSpan time) = await FitAsync(
                silos: 3, workers: 1, options, rounds, SensorShards.All(Shards), (victim, moment));
            bool isSame = model.AsSpan().SequenceEqual(expected);
            same += isSame ? 1 : 0;
            Console.WriteLine(
                $"silo {victim + 1} killed after {moment.TotalSeconds:F1} of {whole.TotalSeconds:F1} s: "
                + $"{(isSame ? "the same bytes" : "other bytes")}, {time.TotalSeconds:F1} s");
        }

        Console.WriteLine(
            $"{same} of {count} gave the same bytes ({Convert.ToHexString(SHA256.HashData(expected))[..16]}). "
            + "Each silo may average; the moment is counted from the call.");
    }

    private static async Task SpeedAsync()
    {
        const int Rounds = 6;
        const int Steps = 100;
        var options = new VaeOptions
        {
            LatentDimension = 20,
            HiddenLayers = [400],
            BatchSize = 128,
            Normalization = Normalization.None,
            Likelihood = Likelihood.Gaussian,
            Seed = 1,
            Epochs = 1,
        };
        foreach (int workers in new[] { 1, 2 })
        {
            var times = new List<double>();
            VaeOptions watched = options with { Progress = new Heard(now => times.Add(now.Elapsed.TotalSeconds)) };
            IReadOnlyList<VaeShard> shards = PixelShards.All(workers, rows: Rounds * Steps * 128);
            _ = await FitAsync(
                silos: workers, workers: 1, watched, new VaeClusterOptions { StepsPerRound = Steps }, shards, kill: null);

            // The first round reads the rows.
            double seconds = times[^1] - times[0];
            Console.WriteLine(
                $"{workers} silos of one thread, one shard each: "
                + $"{workers * Steps * (times.Count - 1) / seconds:F0} steps a second "
                + $"in {times.Count - 1} rounds of {Steps} steps, {seconds:F1} s");
        }
    }

    private static async Task<(byte[] Model, TimeSpan Time)> FitAsync(
        int silos,
        int workers,
        VaeOptions options,
        VaeClusterOptions rounds,
        IReadOnlyList<VaeShard> shards,
        (int Victim, TimeSpan Moment)? kill)
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-cluster-").FullName;
        Process[] processes = [];
        using IHost table = await LocalSilos.StartTableAsync();
        try
        {
            processes = [.. Enumerable.Range(1, silos).Select(number => LocalSilos.Start(number, folder, workers))];
            await LocalSilos.WaitAsync(table, silos);
            long start = Stopwatch.GetTimestamp();
            Task killing = kill is { } one
                ? Task.Run(async () =>
                {
                    await Task.Delay(one.Moment);
                    processes[one.Victim].Kill();
                })
                : Task.CompletedTask;
            using VaeTransformer fitted =
                await LocalSilos.ClusterOf(table).FitAsync(new MLContext(1), options, shards, rounds);
            await killing;
            using var stream = new MemoryStream();
            fitted.Model.Save(stream);
            return (stream.ToArray(), Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            Array.ForEach(processes, process => process.Kill());
            await table.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Heard(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}

/// <summary>Rows of <see cref="Sensors"/>; the argument is the number of a shard and of all.</summary>
internal sealed class SensorShards : IVaeShardSource
{
    private const int Rows = 20_000;

    public static VaeShard[] All(int count) =>
        [.. Enumerable.Range(0, count).Select(i => VaeShard.From<SensorShards>(FormattableString.Invariant($"{i}/{count}")))];

    public IDataView Open(MLContext mlContext, string argument)
    {
        int[] numbers = [.. argument.Split('/').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return mlContext.Data.LoadFromEnumerable(Sensors.Rows(Rows).Where((_, row) => row % numbers[1] == numbers[0]));
    }
}

/// <summary>Rows of 784 values; the argument is the number of a shard, and its rows.</summary>
internal sealed class PixelShards : IVaeShardSource
{
    public static VaeShard[] All(int count, int rows) =>
        [.. Enumerable.Range(0, count).Select(i => VaeShard.From<PixelShards>(FormattableString.Invariant($"{i}/{rows}")))];

    public IDataView Open(MLContext mlContext, string argument)
    {
        int[] numbers = [.. argument.Split('/').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var random = new Random(numbers[0]);
        return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, numbers[1]).Select(_ =>
        {
            float center = random.NextSingle() * 784;
            return new Pixels
            {
                Features = [.. Enumerable.Range(0, 784).Select(i => MathF.Exp(-MathF.Pow((i - center) / 50, 2)))],
            };
        }).ToArray());
    }

    private sealed class Pixels
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];
    }
}
