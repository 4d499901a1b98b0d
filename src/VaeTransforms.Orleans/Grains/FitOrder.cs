using System.Security.Cryptography;
using System.Text;

namespace VaeTransforms.Orleans;

/// <summary>A fit, as the client orders it.</summary>
/// <param name="Plan">See <see cref="VaeTransforms.Training.RoundPlan.ToBytes"/>.</param>
/// <param name="Shards">The data.</param>
/// <param name="Facts">Of the silos that may take part.</param>
/// <param name="MaxSilence">How long a silo may not answer.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.FitOrder")]
internal sealed record FitOrder(
    [property: Id(0)] byte[] Plan,
    [property: Id(1)] VaeShard[] Shards,
    [property: Id(2)] SiloFacts Facts,
    [property: Id(3)] TimeSpan MaxSilence)
{
    /// <summary>The same for the same fit.</summary>
    public string Digest() => Convert.ToHexString(SHA256.HashData(
        [.. SHA256.HashData(Plan), .. Encoding.UTF8.GetBytes($"{string.Join("; ", Shards.Select(shard => shard))} {Facts}")]));
}
