using Microsoft.ML;
using VaeTransforms.Benchmarks.Speed;
using VaeTransforms.Orleans;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>
/// One and two workers of one thread on a 784-400-20 network, and what two of them come to beside a fit in one process with as
/// many passes over the same rows.
/// </summary>
internal static class WorkerSpeed
{
    public const int BatchSize = 128;

    private const int Workers = 2;
    private const int RowsOfShard = 100 * BatchSize;
    private const int HeldOutRows = 4_000;
    private const int Samples = 8;
    private const int Pairs = 3;

    // .NET optimizes code while the first rounds run, which takes the processor that the second silo is to have.
    private const int RoundsBefore = 10;
    private const int TimedRounds = 20;

    /// <summary>No row is held out: the last weights count, and other rows measure them.</summary>
    public static VaeOptions Network { get; } = new()
    {
        LatentDimension = 20,
        HiddenLayers = [400],
        BatchSize = BatchSize,
        Likelihood = Likelihood.Bernoulli,
        ValidationFraction = 0,
        Seed = 1,
    };

    public static async Task PrintAsync(int passes)
    {
        Console.WriteLine(ClusterCommand.Machine());

        // As many steps in a round as the fit below takes by default: a hundredth of all.
        int stepsPerRound = Math.Clamp(passes * RowsOfShard / BatchSize / 100, 1, 100);
        var ratios = new List<double>();
        for (int pair = 0; pair < Pairs; pair++)
        {
            double one = await StepsPerSecondAsync(1, stepsPerRound);
            double two = await StepsPerSecondAsync(Workers, stepsPerRound);
            ratios.Add(two / one);
            Console.WriteLine(
                $"rounds of {stepsPerRound} steps: 1 silo of one thread {one:F0} steps a second, 2 silos {two:F0}: "
                + $"{two / one:F2}");
        }

        Console.WriteLine($"median {PairedTiming.Median(ratios):F2}; to reach: 1.7");
        (double cluster, TimeSpan clusterTime) = await ClusterElboAsync(passes);
        (double single, TimeSpan singleTime) = SingleElbo(passes);
        Console.WriteLine(
            $"{passes} passes over {Workers * RowsOfShard:N0} rows, held-out ELBO in nats: {cluster:F3} by {Workers} workers "
            + $"({clusterTime.TotalSeconds:F0} s), {single:F3} by one process ({singleTime.TotalSeconds:F0} s): "
            + $"{(cluster - single) / Math.Abs(single):+0.00%;-0.00%}; to reach: within 0.5%");
    }

    /// <summary>Steps of all silos a second, by the median time of a round.</summary>
    private static async Task<double> StepsPerSecondAsync(int silos, int stepsPerRound)
    {
        var times = new List<double>();
        int passes = (((RoundsBefore + TimedRounds) * stepsPerRound * BatchSize) + RowsOfShard - 1) / RowsOfShard;
        await using RunningSilos running = await RunningSilos.StartAsync(silos, workers: 1);
        using VaeTransformer fitted = await running.Cluster.FitAsync(
            new MLContext(1),
            Network with { Epochs = passes, Progress = new Heard(now => times.Add(now.Elapsed.TotalSeconds)) },
            PictureShards.All(silos, RowsOfShard),
            new VaeClusterOptions { StepsPerRound = stepsPerRound });
        double round = PairedTiming.Median([.. times.Zip(times.Skip(1), (start, end) => end - start).Skip(RoundsBefore - 1)]);
        return silos * stepsPerRound / round;
    }

    private static async Task<(double Elbo, TimeSpan Time)> ClusterElboAsync(int passes)
    {
        await using RunningSilos running = await RunningSilos.StartAsync(Workers, workers: 1);
        var mlContext = new MLContext(1);
        using VaeTransformer fitted = await running.Cluster.FitAsync(
            mlContext, Network with { Epochs = passes }, PictureShards.All(Workers, RowsOfShard));
        return (Elbo(mlContext, fitted), fitted.Report.Elapsed);
    }

    private static (double Elbo, TimeSpan Time) SingleElbo(int passes)
    {
        var mlContext = new MLContext(1);
        using VaeTransformer fitted = mlContext.Transforms
            .VaeEncode("Latent", "Features", Network with { Epochs = passes })
            .Fit(PictureShards.Whole(mlContext, Workers, RowsOfShard));
        return (Elbo(mlContext, fitted), fitted.Report.Elapsed);
    }

    private static double Elbo(MLContext mlContext, VaeTransformer fitted) =>
        fitted.Model.Evaluate(PictureShards.HeldOut(mlContext, HeldOutRows), samples: Samples).Sampled.Elbo;
}
