namespace VaeTransforms;

/// <summary>
/// The part of a model that <see cref="VaeModel.SaveOnnx(string, OnnxGraph, ImageLayout)"/> exports. A graph has only the nodes
/// that it needs.
/// </summary>
public enum OnnxGraph
{
    /// <summary>
    /// <c>Features</c> [N, D] to <c>Mean</c> and <c>LogVariance</c> [N, K], <c>Reconstruction</c> [N, D],
    /// <c>KlDivergence</c>, <c>ReconstructionError</c> and <c>Score</c> [N]; with <see cref="Prior.MixtureOfGaussians"/> also
    /// <c>ClusterProbabilities</c> [N, components] and <c>Cluster</c> [N], from 1. The default.
    /// </summary>
    Scorer,

    /// <summary><c>Features</c> [N, D] to <c>Mean</c> and <c>LogVariance</c> [N, K].</summary>
    Encoder,

    /// <summary><c>Latent</c> [N, K] to <c>Reconstruction</c> [N, D], in the units of the input.</summary>
    Decoder,
}
