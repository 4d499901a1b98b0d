using VaeTransforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>A column that a model adds.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Output">What has to be computed for it; one output.</param>
/// <param name="Kind">What its values are.</param>
internal sealed record OutputColumn(string Name, VaeOutputs Output, OutputKind Kind)
{
    /// <summary>How a message calls it.</summary>
    public string Description => Kind == OutputKind.PredictedLabel ? "predicted label" : $"{Output}";

    /// <summary>The column that holds an output as the model computes it.</summary>
    public static OutputColumn Of(string name, VaeOutputs output) => new(name, output, output switch
    {
        VaeOutputs.Mean or VaeOutputs.LogVariance => OutputKind.LatentVector,
        VaeOutputs.Reconstruction or VaeOutputs.FeatureContributions => OutputKind.FeatureVector,
        VaeOutputs.KlDivergence or VaeOutputs.ReconstructionError or VaeOutputs.Score or VaeOutputs.PValue => OutputKind.Scalar,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, "A column holds exactly one output."),
    });

    /// <summary>The column that says whether the score lies above a threshold.</summary>
    public static OutputColumn PredictedLabel(string name) => new(name, VaeOutputs.Score, OutputKind.PredictedLabel);
}

/// <summary>What the values of an output column are.</summary>
internal enum OutputKind
{
    /// <summary>A vector of K Singles.</summary>
    LatentVector,

    /// <summary>A vector of D Singles.</summary>
    FeatureVector,

    /// <summary>A Single.</summary>
    Scalar,

    /// <summary>A Boolean.</summary>
    PredictedLabel,
}
