using Orleans.Runtime.Placement;

namespace VaeTransforms.Orleans;

/// <summary>Looks at all silos before a fit begins.</summary>
internal static class SiloCheck
{
    /// <summary>Checks that all silos are alike, and that each can open all shards.</summary>
    /// <returns>What all silos are.</returns>
    /// <exception cref="VaeClusterException">A silo differs, or cannot open a shard. The message names it.</exception>
    public static async Task<SiloFacts> RunAsync(
        IGrainFactory client, string job, VaeShard[] shards, TimeSpan maxSilence, CancellationToken cancellation)
    {
        SiloReport[] reports = [];
        while (reports.Length == 0)
        {
            SiloAddress[] silos = await Polling.UntilDoneAsync(
                async () => new Answer<SiloAddress[]>(true, await client.ActiveSilosAsync(), null),
                maxSilence,
                cancellation);
            SiloReport[] answers = await Task.WhenAll(silos.Select(silo => Polling.UntilDoneAsync(
                () =>
                {
                    RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
                    return client.GetGrain<ISiloGrain>($"{job}/{silo}").CheckAsync(shards);
                },
                maxSilence,
                cancellation)));
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);

            // A silo that died meanwhile was answered for by another.
            reports = [.. answers.DistinctBy(report => report.Silo)];
        }

        foreach (SiloReport report in reports)
        {
            if (report.Facts != reports[0].Facts)
            {
                throw Differs(report.Silo, report.Facts, reports[0].Silo, reports[0].Facts);
            }
        }

        SiloFacts here = SiloFacts.Here;
        return reports[0].Facts.Version == here.Version
            ? reports[0].Facts
            : throw Differs(reports[0].Silo, reports[0].Facts, "the client", here);
    }

    public static VaeClusterException Differs(string silo, SiloFacts own, string others, SiloFacts theirs) => new(
        $"Silo {silo} has {(own.Version == theirs.Version ? own.Processor : own.Version)}, but {others} "
            + $"{(others == "the others" ? "have" : "has")} "
            + $"{(own.Version == theirs.Version ? theirs.Processor : theirs.Version)}. A fit gives the same bytes only where all "
            + "silos have the same version and the same kind of processor. Stop that silo, or make it like the others.");
}
