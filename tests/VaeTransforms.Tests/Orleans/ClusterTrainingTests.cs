using Microsoft.ML;
using Orleans.TestingHost;
using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>Training on silos: what it gives depends on seed, shards and steps alone.</summary>
public sealed class ClusterTrainingTests : IDisposable
{
    private static readonly VaeOptions Options = new() { LatentDimension = 2, HiddenLayers = [16], Epochs = 20, Seed = 3 };
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    [Fact]
    public async Task One_silo_and_three_give_the_same_bytes_and_what_they_give_is_a_VAE()
    {
        byte[] expected;
        await using (RunningCluster one = await RunningCluster.StartAsync(1, _folder))
        {
            var progress = new List<TrainingProgress>();
            using VaeTransformer fitted = await one.Vae.FitAsync(
                new MLContext(), Options with { Progress = new Heard(progress.Add) }, Waves.Shards(4));
            expected = Bytes(fitted);

            Assert.Equal(fitted.Report.Epochs.Count, progress.Count);
            Assert.True(progress[^1].Latest.Validation!.Value.Elbo > progress[0].Latest.Validation!.Value.Elbo + 1);
            Assert.Equal(4 * 270, fitted.Report.Summary.TrainingRows);
            Assert.Equal(4 * 30, fitted.Report.Summary.ValidationRows);
            Assert.Empty(Directory.EnumerateFiles(_folder));
        }

        await using RunningCluster three = await RunningCluster.StartAsync(3, _folder);
        using VaeTransformer same = await three.Vae.FitAsync(new MLContext(), Options, Waves.Shards(4));

        Assert.Equal(expected, Bytes(same));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
