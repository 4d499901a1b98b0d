using System.Diagnostics;
using Microsoft.ML;
using VaeTransforms.Benchmarks.Cluster.Plan;
using VaeTransforms.Benchmarks.Speed;
using VaeTransforms.Orleans;
using VaeTransforms.Training;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>Measures on this machine what a plan needs: a 784-400-20 network, one thread for each silo.</summary>
internal static class PlanMeasurement
{
    private const int RowsOfShard = 100 * WorkerSpeed.BatchSize;
    private const int ShortRound = 25;
    private const int LongRound = 100;
    private const int Rounds = 12;
    private const int AveragedShards = 8;

    // As many held-out rows as a shard of any size measures after a round.
    private static readonly VaeOptions Network = WorkerSpeed.Network with { ValidationFraction = 4096.0 / RowsOfShard };

    public static async Task<PlanInputs> RunAsync()
    {
        (double[] brief, int weights) = await RoundSecondsAsync(1, ShortRound, kill: null);
        (double[] whole, _) = await RoundSecondsAsync(1, LongRound, kill: null);
        double step = (PairedTiming.Median(whole) - PairedTiming.Median(brief)) / (LongRound - ShortRound);
        return new PlanInputs
        {
            Step = step,
            Round = Math.Max(0, PairedTiming.Median(brief) - (ShortRound * step)),
            Averaging = AveragingSeconds(weights),
            Reactivation = await ReactivationSecondsAsync(),
            MessageBytes = sizeof(float) * weights,
            StateBytes = 3 * sizeof(float) * weights,
        };
    }

    /// <summary>The longest round of a fit in which a silo is killed, beyond the usual one.</summary>
    private static async Task<double> ReactivationSecondsAsync()
    {
        (double[] rounds, _) = await RoundSecondsAsync(2, LongRound, kill: Rounds / 2);
        return rounds.Max() - PairedTiming.Median(rounds[..((Rounds / 2) - 1)]);
    }

    /// <summary>The seconds of each round but the first, which reads the rows, and the number of weights.</summary>
    private static async Task<(double[] Rounds, int Weights)> RoundSecondsAsync(int silos, int stepsPerRound, int? kill)
    {
        await using RunningSilos running = await RunningSilos.StartAsync(silos, workers: 1);
        var times = new List<double>();
        Task killed = Task.CompletedTask;
        long start = Stopwatch.GetTimestamp();
        var heard = new Heard(now =>
        {
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (now.Latest.Epoch == kill)
            {
                killed = running.KillAsync(silos - 1, TimeSpan.Zero);
            }
        });
        int training = RowsOfShard - 4096;
        using VaeTransformer fitted = await running.Cluster.FitAsync(
            new MLContext(1),
            Network with { Progress = heard, Epochs = Rounds * stepsPerRound / (training / WorkerSpeed.BatchSize) },
            PictureShards.All(silos, RowsOfShard),
            new VaeClusterOptions { StepsPerRound = stepsPerRound });
        await killed;
        double[] rounds = [.. times.Zip(times.Skip(1), (before, after) => after - before)];
        return (rounds, RoundFit.Weights(fitted.Model.Trained).Length);
    }

    private static double AveragingSeconds(int weights)
    {
        var shards = Enumerable.Range(0, AveragedShards)
            .Select(_ => (Weights: new float[weights], Share: 1.0 / AveragedShards)).ToArray();
        Action average = () => OuterStep.Take(new float[weights], new float[weights], shards, 0.7, 0.8);
        average();
        return PairedTiming.Median(Enumerable.Range(0, 5).Select(_ => PairedTiming.Seconds(average))) / AveragedShards;
    }
}
