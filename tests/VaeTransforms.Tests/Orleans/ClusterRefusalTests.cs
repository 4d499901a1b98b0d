using Microsoft.ML;
using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>What a cluster refuses before it trains.</summary>
public sealed class ClusterRefusalTests : IDisposable
{
    private static readonly VaeOptions Options = new() { LatentDimension = 2, Epochs = 1, Seed = 1 };
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    private static readonly (VaeOptions Options, string Message)[] Unsupported =
    [
        (Options with { Prior = Prior.MixtureOfGaussians(3) }, "the standard normal prior, but Prior is"),
        (Options with { HoldOut = HoldOut.Blocks(1) }, "held-out rows chosen at random, but HoldOut is"),
        (Options with { SamplingKeyColumnName = "Key" }, "but SamplingKeyColumnName is 'Key'"),
        (Options with { ExampleWeightColumnName = "Mass" }, "but ExampleWeightColumnName is 'Mass'"),
        (Options with { Checkpoint = new VaeCheckpoint("course") }, "but Checkpoint is 'course'"),
    ];

    [Fact]
    public async Task What_cannot_give_a_fit_is_refused_and_named()
    {
        SiloFacts here = SiloFacts.Here;
        await using RunningCluster mixed = await RunningCluster.StartAsync(
            2, _folder, silo => silo == 0 ? here : here with { Processor = "Linux X64 OtherVendor AVX2" });
        foreach ((VaeOptions options, string message) in Unsupported)
        {
            ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
                () => mixed.Vae.FitAsync(new MLContext(), options, Waves.Shards(2)));

            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }

        VaeClusterException other = await Assert.ThrowsAsync<VaeClusterException>(
            () => mixed.Vae.FitAsync(new MLContext(), Options, Waves.Shards(2)));

        Assert.Contains("OtherVendor", other.Message, StringComparison.Ordinal);
        Assert.Contains(mixed.Silos, silo => other.Message.Contains($"{silo.SiloAddress}", StringComparison.Ordinal));
        Assert.Contains("Stop that silo", other.Message, StringComparison.Ordinal);

        VaeClusterException absent = await Assert.ThrowsAsync<VaeClusterException>(() => mixed.Vae.FitAsync(
            new MLContext(), Options, [Waves.Shards(1)[0], VaeShard.Parquet(Path.Combine(_folder, "absent.parquet"))]));

        Assert.Contains("Shard 1, ", absent.Message, StringComparison.Ordinal);
        Assert.Contains("absent.parquet", absent.Message, StringComparison.Ordinal);
        Assert.Contains(mixed.Silos, silo => absent.Message.Contains($"{silo.SiloAddress}", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
