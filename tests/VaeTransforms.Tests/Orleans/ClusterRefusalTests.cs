using Microsoft.ML;
using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>What a cluster refuses before it trains.</summary>
public sealed class ClusterRefusalTests : IDisposable
{
    private static readonly VaeOptions Options = new() { LatentDimension = 2, Epochs = 1, Seed = 1 };
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public static TheoryData<string> Mistakes => [.. ClusterMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_refused_with_the_rule_and_what_came(string name) =>
        ClusterMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();

    [Fact]
    public async Task What_cannot_give_a_fit_is_refused_and_named()
    {
        SiloFacts here = SiloFacts.Here;
        await using RunningCluster mixed = await RunningCluster.StartAsync(
            2, _folder, silo => silo == 0 ? here : here with { Processor = "Linux X64 OtherVendor AVX2" });
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => mixed.Vae.FitAsync(
            new MLContext(), Options with { SamplingKeyColumnName = "Key" }, Waves.Shards(2)));

        Assert.Contains("SamplingKeyColumnName is 'Key'", refused.Message, StringComparison.Ordinal);

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
