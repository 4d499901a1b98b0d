using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;

namespace VaeTransforms.Orleans;

/// <summary>The silos that work can be placed on.</summary>
internal static class ActiveSilos
{
    /// <summary>Those that Orleans takes for active, in an order that is the same for all callers.</summary>
    public static async Task<SiloAddress[]> ActiveSilosAsync(this IGrainFactory grains) =>
        [.. (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Keys.Order()];

    /// <summary>
    /// Those that Orleans takes for active and that have a grain's class: a cluster may have silos of other purposes.
    /// </summary>
    /// <param name="grains">Of a silo.</param>
    /// <param name="services">Of that silo.</param>
    /// <param name="grain">What is to be placed.</param>
    public static async Task<SiloAddress[]> ActiveSilosAsync(
        this IGrainFactory grains, IServiceProvider services, IAddressable grain)
    {
        SiloAddress[] active = await grains.ActiveSilosAsync();
        ClusterManifest manifest = services.GetRequiredService<IClusterManifestProvider>().Current;
        SiloAddress[] able =
        [
            .. active.Where(silo =>
                manifest.Silos.TryGetValue(silo, out GrainManifest? own) && own.Grains.ContainsKey(grain.GetGrainId().Type)),
        ];

        // What a silo that has just come can do is known a moment later.
        return able.Length > 0 ? able : active;
    }
}
