using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>The lengths of the vectors that a model adds.</summary>
/// <param name="Latent">K.</param>
/// <param name="Slots">D, without a condition.</param>
/// <param name="SlotNames">[D], or null if there are none.</param>
internal sealed record OutputWidths(int Latent, int Slots, IReadOnlyList<string>? SlotNames)
{
    /// <summary>The columns that have a part in the score. Default: each slot is one.</summary>
    public int Columns { get; init; } = Slots;

    /// <summary>[columns], or null if there are none.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; } = SlotNames;

    /// <summary>The clusters of the prior. Default: 0.</summary>
    public int Clusters { get; init; }

    /// <summary>The key values of the clusters. Default: none.</summary>
    public NamedKeys ClusterKeys { get; init; } = NamedKeys.Numbered(0);

    /// <summary>Those of a model.</summary>
    public static OutputWidths Of(TrainedVae model) =>
        new(model.Architecture.LatentDimension, model.Architecture.ScoredSlots, model.FeatureNames)
        {
            Columns = model.ScoredColumns.Count,
            ColumnNames = model.ScoredColumnNames,
            Clusters = model.Architecture.Prior.Clusters,
            ClusterKeys = model.ClusterKeys,
        };
}
