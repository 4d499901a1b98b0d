namespace VaeTransforms.Onnx;

/// <summary>What a graph for one row computes, and under which names: those of the columns of a data view.</summary>
/// <remarks>All names differ from each other. A name that is null stands for an output that is not computed.</remarks>
internal sealed record RowGraph
{
    /// <summary>The input, [1, D]; for a table its cells, in double precision.</summary>
    public required string Features { get; init; }

    /// <summary>Whether the values of one vector are Doubles. Those of a table always are.</summary>
    public bool ReadsDoubles { get; init; }

    /// <summary>Posterior mean, [K].</summary>
    public string? Mean { get; init; }

    /// <summary>Posterior log-variance, [K].</summary>
    public string? LogVariance { get; init; }

    /// <summary>The decoding of the mean in the input's own units, [D]; it has the model's slot names.</summary>
    public string? Reconstruction { get; init; }

    /// <summary>The probability of each cluster, [clusters].</summary>
    public string? ClusterProbabilities { get; init; }

    /// <summary>The row without gaps in the input's own units, [D]; it has the model's slot names.</summary>
    public string? Imputed { get; init; }

    /// <summary>The row with draws where values are missing, [D] each; they have the model's slot names.</summary>
    public IReadOnlyList<string> Imputations { get; init; } = [];

    /// <summary>What each column contributes to the score, [C]; it has the columns' names.</summary>
    public string? FeatureContributions { get; init; }

    /// <summary>How odd each value is, [D]; it has the model's slot names.</summary>
    public string? AnomalyMap { get; init; }

    /// <summary>
    /// All scalars in one vector, [<see cref="RowScalars.Count"/>], at the places that <see cref="RowScalars"/> names.
    /// </summary>
    public string? Scalars { get; init; }

    /// <summary>The input's name and those of the outputs.</summary>
    public IEnumerable<string> Names => new[]
    {
        Features, Mean, LogVariance, Reconstruction, FeatureContributions, Imputed, ClusterProbabilities, AnomalyMap, Scalars,
    }.OfType<string>().Concat(Imputations);

    /// <summary>The scalars that are computed; the others are 0 and cost nothing.</summary>
    public VaeOutputs ScalarOutputs { get; init; }
}
