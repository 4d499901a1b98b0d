using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>The names by which a graph's inputs and outputs are known.</summary>
internal static class TensorNames
{
    /// <summary>The input of every graph that starts from rows, [N, D].</summary>
    public const string Features = "Features";

    /// <summary>The input of every graph that starts from latent vectors, [N, K].</summary>
    public const string Latent = "Latent";

    /// <summary>The outputs that are a vector per row.</summary>
    public const VaeOutputs Vectors = VaeOutputs.Mean | VaeOutputs.LogVariance | VaeOutputs.FeatureContributions
        | VaeOutputs.AnomalyMap | VaeOutputs.DecoderOutput | VaeOutputs.Imputations | VaeOutputs.ClusterProbabilities
        | OfInputWidth;

    /// <summary>The outputs that are one number per row.</summary>
    public const VaeOutputs Scalars = Known & ~Vectors;

    /// <summary>All that there are.</summary>
    public const VaeOutputs Known =
        VaeOutputs.All | VaeOutputs.OfDetectors | VaeOutputs.OfGaps | VaeOutputs.OfClusters | VaeOutputs.DecoderOutput;

    private const VaeOutputs OfInputWidth = VaeOutputs.Reconstruction | VaeOutputs.Expected | VaeOutputs.Imputed;

    /// <summary>The name of one output of a batch graph: that of the enumeration.</summary>
    public static string Of(VaeOutputs output) => output.ToString();

    /// <summary>Values per row of one output.</summary>
    public static int Width(VaeOutputs output, TrainedVae model) => output switch
    {
        VaeOutputs.Mean or VaeOutputs.LogVariance => model.Architecture.LatentDimension,
        VaeOutputs.FeatureContributions => model.ScoredColumns.Count,
        VaeOutputs.AnomalyMap => model.Architecture.ScoredSlots,
        VaeOutputs.DecoderOutput => model.Architecture.Likelihood.Outputs(model.Architecture.InputSize),
        VaeOutputs.ClusterProbabilities => model.Architecture.Prior.Clusters,
        VaeOutputs.Imputations => model.Imputations * model.Architecture.InputSize,
        _ when (output & OfInputWidth) != 0 => model.Architecture.InputSize,
        _ => 1,
    };

    /// <summary>The outputs in a set, one by one, in the order of the enumeration.</summary>
    public static IEnumerable<VaeOutputs> Each(VaeOutputs outputs)
    {
        for (int bit = 1; bit <= (int)Known; bit <<= 1)
        {
            if (((int)outputs & bit) != 0)
            {
                yield return (VaeOutputs)bit;
            }
        }
    }
}
