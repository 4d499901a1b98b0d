using VaeTransforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>A column that a model adds.</summary>
/// <param name="Name">The name in the schema.</param>
/// <param name="Output">The one output of the model that the column needs.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Part">Which vector of the output the column is, where the output is several of them beside each other.</param>
internal sealed record OutputColumn(string Name, VaeOutputs Output, OutputKind Kind, int Part = 0)
{
    /// <summary>The name of the output in messages.</summary>
    public string Description => Kind == OutputKind.PredictedLabel ? "predicted label" : $"{Output}";

    /// <summary>The column for an output of the model.</summary>
    /// <param name="name">The name in the schema.</param>
    /// <param name="output">One output.</param>
    /// <param name="part">Which vector of the output it is.</param>
    public static OutputColumn Of(string name, VaeOutputs output, int part = 0) => new(name, output, output switch
    {
        VaeOutputs.Mean or VaeOutputs.LogVariance => OutputKind.LatentVector,
        VaeOutputs.Reconstruction or VaeOutputs.Imputed or VaeOutputs.Imputations or VaeOutputs.AnomalyMap =>
            OutputKind.FeatureVector,
        VaeOutputs.FeatureContributions => OutputKind.ColumnVector,
        VaeOutputs.ClusterProbabilities => OutputKind.ClusterVector,
        VaeOutputs.Cluster => OutputKind.Cluster,
        VaeOutputs.KlDivergence or VaeOutputs.ReconstructionError or VaeOutputs.Score or VaeOutputs.PValue
            or VaeOutputs.ObservedSlots or VaeOutputs.Typicality => OutputKind.Scalar,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, "A column has exactly one output."),
    }, part);

    /// <summary>The columns of draws: the name, a dot and the number of the draw from 1.</summary>
    /// <param name="name">The name of the column without gaps.</param>
    /// <param name="count">The number of draws.</param>
    public static IEnumerable<OutputColumn> Imputations(string name, int count) => Enumerable.Range(0, count).Select(
        draw => Of($"{name}.{draw + 1}", VaeOutputs.Imputations, draw));

    /// <summary>The column that is true if the score is above the threshold.</summary>
    public static OutputColumn PredictedLabel(string name) => new(name, VaeOutputs.Score, OutputKind.PredictedLabel);
}

/// <summary>The kinds of values of output columns.</summary>
internal enum OutputKind
{
    /// <summary>A vector of K Singles.</summary>
    LatentVector,

    /// <summary>A vector of Singles, one for each slot but a condition.</summary>
    FeatureVector,

    /// <summary>A vector of Singles, one for each column of the data.</summary>
    ColumnVector,

    /// <summary>A vector of Singles, one for each cluster.</summary>
    ClusterVector,

    /// <summary>A key (UInt32) from 1 to the number of clusters.</summary>
    Cluster,

    /// <summary>A Single.</summary>
    Scalar,

    /// <summary>A Boolean.</summary>
    PredictedLabel,
}
