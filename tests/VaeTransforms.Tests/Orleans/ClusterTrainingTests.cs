using Microsoft.ML;
using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>Training on silos: what it gives depends on seed, shards and steps alone.</summary>
public sealed class ClusterTrainingTests : IDisposable
{
    private const int Shards = 4;

    private static readonly VaeOptions Options = new()
    {
        LatentDimension = 2,
        HiddenLayers = [16],
        BatchSize = 16,
        LearningRate = 0.01,
        Epochs = 10,
        Seed = 3,
    };

    private static readonly VaeClusterOptions Cluster = new() { StepsPerRound = 16 };
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    [Fact]
    public async Task One_silo_and_three_of_which_two_are_killed_give_the_same_bytes()
    {
        byte[] expected;
        await using (RunningCluster one = await RunningCluster.StartAsync(1, _folder))
        {
            var progress = new List<TrainingProgress>();
            using VaeTransformer fitted = await one.Vae.FitAsync(
                new MLContext(), Options with { Progress = new Heard(progress.Add) }, Waves.Shards(Shards), Cluster);
            expected = Bytes(fitted);

            Assert.Equal(fitted.Report.Epochs, progress.Select(round => round.Latest), SameNumbers);
            Assert.InRange(
                progress[^1].Latest.Validation!.Value.Elbo, progress[0].Latest.Validation!.Value.Elbo + 0.5, double.MaxValue);
            Assert.Equal(Shards * 270, fitted.Report.Summary.TrainingRows);
            Assert.Equal(Shards * 30, fitted.Report.Summary.ValidationRows);
            Assert.Empty(Directory.EnumerateFiles(_folder));
        }

        await using RunningCluster three = await RunningCluster.StartAsync(3, _folder);
        var killed = new List<Task>();
        var kill = new Heard(round =>
        {
            // First the silo that averages, then the one that averages in its place.
            if (round.Latest.Epoch is 3 or 8)
            {
                killed.Add(three.KillAsync(three.SiloOf<ITrainingGrain>("waves")));
            }
        });
        using VaeTransformer same = await three.Vae.FitAsync(
            new MLContext(), Options with { Progress = kill }, Waves.Shards(Shards), Cluster with { Job = "waves" });
        await Task.WhenAll(killed);

        Assert.Equal(2, killed.Count);
        Assert.Single(three.Silos);
        Assert.Equal(expected, Bytes(same));
    }

    [Fact]
    public async Task A_fit_that_was_canceled_goes_on_and_gives_the_same_bytes()
    {
        await using RunningCluster cluster = await RunningCluster.StartAsync(1, _folder);
        using VaeTransformer whole = await cluster.Vae.FitAsync(new MLContext(), Options, Waves.Shards(2), Cluster);
        var rounds = new List<int>();
        VaeClusterOptions options = Cluster with { Job = "canceled" };
        await FitUntilRoundAsync(cluster, 3, options);
        ArgumentException other = await Assert.ThrowsAsync<ArgumentException>(() =>
            cluster.Vae.FitAsync(new MLContext(), Options with { LatentDimension = 1 }, Waves.Shards(2), options));
        using VaeTransformer resumed = await cluster.Vae.FitAsync(
            new MLContext(),
            Options with { Progress = new Heard(round => rounds.Add(round.Latest.Epoch)) },
            Waves.Shards(2),
            options);

        Assert.Contains("Job 'canceled' is another fit", other.Message, StringComparison.Ordinal);
        Assert.True(rounds[0] >= 3, $"It began with round {rounds[0]}.");
        Assert.Equal(Bytes(whole), Bytes(resumed));
    }

    [Fact]
    public async Task A_fit_that_was_canceled_between_two_shards_goes_on()
    {
        await using RunningCluster cluster = await RunningCluster.StartAsync(1, _folder);
        using VaeTransformer whole = await cluster.Vae.FitAsync(new MLContext(), Options, Waves.Shards(2), Cluster);
        VaeClusterOptions options = Cluster with { Job = "between" };
        await FitUntilRoundAsync(cluster, 3, options);

        // One of the shards ends the round after the last one of the fit.
        await Polling.UntilDoneAsync(
            () => cluster.Grain<IShardGrain>("between/0").RunAsync(3), Cluster.MaxSilence, CancellationToken.None);
        using VaeTransformer resumed = await cluster.Vae.FitAsync(new MLContext(), Options, Waves.Shards(2), options);

        Assert.Equal(Bytes(whole), Bytes(resumed));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A fit on two shards that is canceled when a round has ended.</summary>
    private static async Task FitUntilRoundAsync(RunningCluster cluster, int last, VaeClusterOptions options)
    {
        using var cancellation = new CancellationTokenSource();
        var cancel = new Heard(round =>
        {
            if (round.Latest.Epoch == last)
            {
                cancellation.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cluster.Vae.FitAsync(
            new MLContext(),
            Options with { Progress = cancel, CancellationToken = cancellation.Token },
            Waves.Shards(2),
            options));
    }

    private static bool SameNumbers(EpochMetrics own, EpochMetrics other) =>
        (own.Epoch, own.Train, own.Validation, own.Objective) == (other.Epoch, other.Train, other.Validation, other.Objective);

    private static byte[] Bytes(VaeTransformer fitted)
    {
        using var stream = new MemoryStream();
        fitted.Model.Save(stream);
        return stream.ToArray();
    }

    private sealed class Heard(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}
