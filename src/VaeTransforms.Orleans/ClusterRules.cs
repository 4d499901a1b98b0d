namespace VaeTransforms.Orleans;

/// <summary>Refuses what a fit on a cluster cannot do.</summary>
internal static class ClusterRules
{
    /// <exception cref="ArgumentException">An option is set that a cluster does not have, or there is no shard.</exception>
    public static void Check(VaeOptions options, VaeShard[] shards)
    {
        if (shards.Length == 0)
        {
            throw new ArgumentException(
                "A fit needs at least 1 shard, but there is none. Name the parts of the data, for example with "
                    + "VaeShard.ParquetParts.",
                nameof(shards));
        }

        string? refused =
            options.Prior is not StandardNormalPrior ? $"the standard normal prior, but Prior is {options.Prior}"
            : options.HoldOut != HoldOut.Random ? $"held-out rows chosen at random, but HoldOut is {options.HoldOut}"
            : options.SamplingKeyColumnName is { } key
                ? $"held-out rows chosen at random, but SamplingKeyColumnName is '{key}'"
            : options.ExampleWeightColumnName is { } weight
                ? $"rows of equal weight, but ExampleWeightColumnName is '{weight}'"
            : options.ConditionColumnName is { } condition
                ? $"rows without a condition, but ConditionColumnName is '{condition}'"
            : options.Checkpoint is { } checkpoint
                ? $"the silos' grain storage, but Checkpoint is '{checkpoint.Folder}'"
            : null;
        if (refused is not null)
        {
            throw new ArgumentException(
                $"A fit on a cluster has {refused}. Leave that option unset, or fit on one machine.", nameof(options));
        }
    }
}
