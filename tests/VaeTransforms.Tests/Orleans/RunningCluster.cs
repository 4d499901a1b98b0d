using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using VaeTransforms.Orleans;
using Xunit;

namespace VaeTransforms.Tests.Orleans;

/// <summary>Silos in this process, which notice soon that another one is gone, and a folder that all of them see.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private RunningCluster(InProcessTestCluster cluster, string folder) => (_cluster, Folder) = (cluster, folder);

    public string Folder { get; }

    public VaeCluster Vae => new(_cluster.Client);

    public IReadOnlyList<InProcessSiloHandle> Silos => [.. _cluster.GetActiveSilos()];

    /// <param name="silos">How many.</param>
    /// <param name="folder">For the state of fits.</param>
    /// <param name="factsOf">Of each silo, by its number; null for those of the machine.</param>
    public static async Task<RunningCluster> StartAsync(short silos, string folder, Func<int, SiloFacts>? factsOf = null)
    {
        int started = -1;
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            if (factsOf?.Invoke(Interlocked.Increment(ref started)) is { } facts)
            {
                silo.Services.AddSingleton(facts);
            }

            silo.AddVaeTransforms(new VaeSiloOptions { Folder = folder, Workers = 2 });
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(1);
            });
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
        });
        builder.ConfigureClient(client => client.AddVaeTransforms());
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return new RunningCluster(cluster, folder);
    }

    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => _cluster.Client.GetGrain<TGrain>(key);

    /// <summary>Where a grain is active.</summary>
    public InProcessSiloHandle SiloOf<TGrain>(string key)
        where TGrain : IGrainWithStringKey
    {
        Assert.True(_cluster.TryGetGrainContext(Grain<TGrain>(key).GetGrainId(), out IGrainContext? found));
        return Silos.Single(silo => silo.SiloAddress.Equals(found!.Address.SiloAddress));
    }

    /// <summary>Ends a silo without a word to the others.</summary>
    public Task KillAsync(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
