using VaeTransforms.Onnx;

namespace VaeTransforms;

/// <content>Clusters.</content>
public sealed partial class VaeModel
{
    /// <summary>
    /// The probabilities of the clusters for rows: q(c | x), proportional to π_c exp(-KL(q(z|x) || component c)).
    /// </summary>
    /// <param name="rows">[n], each [D].</param>
    /// <returns>[n], each [number of components], with a sum of 1; NaN for a row that cannot be scored.</returns>
    /// <exception cref="ArgumentException">The length of a row is not D.</exception>
    /// <exception cref="InvalidOperationException">The prior has no clusters.</exception>
    /// <seealso cref="Prior.MixtureOfGaussians"/>
    public float[][] ClusterProbabilities(IReadOnlyList<float[]> rows) => Architecture.Prior.Clusters > 0
        ? Compute(rows, VaeOutputs.ClusterProbabilities)
        : throw new InvalidOperationException(
            $"The model has no clusters, because its prior is {Architecture.Prior}. Fit one with Prior.MixtureOfGaussians.");
}
