using Microsoft.ML;
using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>Scoring on silos: each row is in the output once.</summary>
public sealed class ClusterScoringTests : IDisposable
{
    private const int Rows = 4000;

    private static readonly MLContext Ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    [Fact]
    public async Task No_row_is_lost_or_doubled_when_silos_die()
    {
        string input = Path.Combine(_folder, "rows.parquet");
        string output = Path.Combine(_folder, "scores");
        IDataView rows = Ml.Data.LoadFromEnumerable(Numbers());
        Ml.Data.SaveAsParquet(rows, input, rowsPerGroup: 100);
        using VaeTransformer model = Ml.Transforms.VaeEncode(
            "Latent", ["A", "B", "C"], new VaeOptions { LatentDimension = 2, Epochs = 1, Seed = 1, ScoreColumnName = "Score" })
            .Fit(Ml.Data.LoadParquet(input));
        await using RunningCluster cluster = await RunningCluster.StartAsync(3, Path.Combine(_folder, "state"));
        var killed = new List<Task>();
        var kill = new Heard(progress =>
        {
            if (progress.Done > 2 && killed.Count == 0)
            {
                killed.Add(cluster.KillAsync(cluster.SiloOf<IScoringGrain>("numbers")));
            }
        });

        VaeScoringProgress done = await cluster.Vae.ScoreAsync(Ml, model, input, output, new VaeScoringOptions
        {
            Job = "numbers",
            Partitions = 20,
            ColumnNames = ["Id", "Score"],
            Progress = kill,
            Lease = TimeSpan.FromSeconds(3),
        });
        await Task.WhenAll(killed);

        Assert.Equal((20, 20, Rows), (done.Partitions, done.Done, done.Rows));
        Scored[] scored = [.. Ml.Data.CreateEnumerable<Scored>(
            Ml.Data.LoadParquet(Path.Combine(output, "*.parquet")), reuseRowObject: false).OrderBy(row => row.Id)];
        Assert.Equal(Enumerable.Range(0, Rows), scored.Select(row => row.Id));
        IEnumerable<Scored> expected = Ml.Data
            .CreateEnumerable<Scored>(model.Transform(Ml.Data.LoadParquet(input)), reuseRowObject: false)
            .OrderBy(row => row.Id);
        Assert.All(expected.Zip(scored), pair => Assert.Equal(pair.First.Score, pair.Second.Score, tolerance: 1e-4));
        Assert.Equal(20, Directory.EnumerateFiles(output).Count());
        ArgumentException twice = await Assert.ThrowsAsync<ArgumentException>(
            () => cluster.Vae.ScoreAsync(Ml, model, input, output));
        Assert.Contains("must have no Parquet files", twice.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<Number> Numbers()
    {
        var random = new Random(1);
        for (int i = 0; i < Rows; i++)
        {
            float a = random.NextSingle();
            yield return new Number { Id = i, A = a, B = (2 * a) + random.NextSingle(), C = random.Next(3) };
        }
    }

    private sealed class Heard(Action<VaeScoringProgress> hear) : IProgress<VaeScoringProgress>
    {
        public void Report(VaeScoringProgress value) => hear(value);
    }

    public sealed class Number
    {
        public int Id { get; set; }

        public float A { get; set; }

        public float B { get; set; }

        public float C { get; set; }
    }

    public sealed class Scored
    {
        public int Id { get; set; }

        public float Score { get; set; }
    }
}
