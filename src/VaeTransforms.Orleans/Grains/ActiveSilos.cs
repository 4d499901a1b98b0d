namespace VaeTransforms.Orleans;

/// <summary>The silos that work can be placed on.</summary>
internal static class ActiveSilos
{
    /// <summary>Those that Orleans takes for active, in an order that is the same for all callers.</summary>
    public static async Task<SiloAddress[]> ActiveSilosAsync(this IGrainFactory grains) =>
        [.. (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Keys.Order()];
}
