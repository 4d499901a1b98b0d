using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.ML;
using VaeTransforms.Orleans;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>Kills one of three silos at random moments, whichever averages or gives out partitions included.</summary>
internal static class KilledSilos
{
    private const int Silos = 3;
    private const int Shards = 4;
    private const int Partitions = 32;
    private const int RowsPerGroup = 4096;
    private const int Rows = 500_000;

    /// <summary>Compares the models of fits.</summary>
    public static async Task FitAsync(int count)
    {
        (byte[] expected, TimeSpan whole) = await FittedAsync(null);
        (int killed, int same) = (0, 0);
        foreach ((int victim, TimeSpan moment) in Moments(whole).TakeWhile(_ => killed < count))
        {
            (byte[] model, TimeSpan time) = await FittedAsync((victim, moment));
            if (time <= moment)
            {
                continue;
            }

            killed++;
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

    /// <summary>Looks for each row in the output, and compares its score.</summary>
    public static async Task ScoreAsync(int count)
    {
        using var input = new FlightFile(null, Rows, RowsPerGroup);
        using VaeTransformer model = input.Fit(new VaeOptions { LatentDimension = 2, HiddenLayers = [64] });
        (float[] expected, _, TimeSpan whole) = await ScoredAsync(input, model, null);
        (int killed, int right) = (0, 0);
        foreach ((int victim, TimeSpan moment) in Moments(whole).TakeWhile(_ => killed < count))
        {
            (float[] scores, int leases, TimeSpan time) = await ScoredAsync(input, model, (victim, moment));
            if (time <= moment)
            {
                continue;
            }

            killed++;
            bool isRight = scores.AsSpan().SequenceEqual(expected);
            right += isRight ? 1 : 0;
            Console.WriteLine(
                $"silo {victim + 1} killed after {moment.TotalSeconds:F1} of {whole.TotalSeconds:F1} s: "
                + $"{(isRight ? "each row once, with the same score" : "other rows or scores")}, "
                + $"{leases} leases of {Partitions} partitions, {time.TotalSeconds:F1} s");
        }

        Console.WriteLine($"{right} of {count} had each of {Rows:N0} rows once, with the same score.");
    }

    /// <summary>Without end: what was over before its moment does not count.</summary>
    private static IEnumerable<(int Victim, TimeSpan Moment)> Moments(TimeSpan whole)
    {
        var random = new Random(1);
        while (true)
        {
            yield return (random.Next(Silos), random.NextDouble() * whole);
        }
    }

    private static async Task<(byte[] Model, TimeSpan Time)> FittedAsync((int Victim, TimeSpan Moment)? kill)
    {
        await using RunningSilos silos = await RunningSilos.StartAsync(Silos, workers: 1);
        long start = Stopwatch.GetTimestamp();
        Task killed = kill is { } one ? silos.KillAsync(one.Victim, one.Moment) : Task.CompletedTask;
        using VaeTransformer fitted = await silos.Cluster.FitAsync(
            new MLContext(1),
            new VaeOptions { LatentDimension = 8, HiddenLayers = [64], Epochs = 20, Seed = 1 },
            SensorShards.All(Shards),
            new VaeClusterOptions { StepsPerRound = 20 });
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        await killed;
        using var stream = new MemoryStream();
        fitted.Model.Save(stream);
        return (stream.ToArray(), time);
    }

    /// <returns>The score of each row. A row that is absent has NaN; one that is there twice is an error.</returns>
    private static async Task<(float[] Scores, int Leases, TimeSpan Time)> ScoredAsync(
        FlightFile input, VaeTransformer model, (int Victim, TimeSpan Moment)? kill)
    {
        await using RunningSilos silos = await RunningSilos.StartAsync(Silos, workers: 1);
        string output = Path.Combine(silos.Folder, "scores");
        long start = Stopwatch.GetTimestamp();
        Task killed = kill is { } one ? silos.KillAsync(one.Victim, one.Moment) : Task.CompletedTask;
        VaeScoringProgress done = await silos.Cluster.ScoreAsync(
            input.MLContext,
            model,
            input.Path,
            output,
            new VaeScoringOptions { Partitions = Partitions, ColumnNames = [FlightFile.Number, FlightFile.Score] });
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        await killed;
        var scores = new float[Rows];
        Array.Fill(scores, float.NaN);
        IDataView read = input.MLContext.Data.LoadParquet(Path.Combine(output, "*.parquet"));
        foreach (ScoredFlight row in input.MLContext.Data.CreateEnumerable<ScoredFlight>(read, reuseRowObject: true))
        {
            scores[row.Row] = float.IsNaN(scores[row.Row])
                ? row.Score
                : throw new InvalidDataException($"Row {row.Row} is in the output twice.");
        }

        return (scores, done.Leases, time);
    }
}
