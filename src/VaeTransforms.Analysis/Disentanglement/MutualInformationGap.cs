namespace VaeTransforms.Analysis;

/// <summary>
/// The mutual information between latent dimensions and factors, from which the mutual information gap is computed.
/// </summary>
/// <remarks>Chen and others 2018, 'Isolating sources of disentanglement in variational autoencoders', equation 6.</remarks>
internal static class MutualInformationGap
{
    /// <summary>The number of bins of a continuous variable, as in the published comparisons.</summary>
    public const int Bins = 20;

    /// <summary>The information between one latent dimension and one factor.</summary>
    /// <param name="codes">[rows], finite.</param>
    /// <param name="factor">[rows]; see <see cref="Discrete"/>.</param>
    /// <returns>Nats.</returns>
    public static double Information(double[] codes, int[] factor) =>
        DiscreteInformation.Mutual(EqualFrequencyBins.Of(codes, Bins), factor);

    /// <summary>A factor as a discrete variable: its classes, or its quantities in bins.</summary>
    public static int[] Discrete(FactorValues factor) =>
        factor.IsClass ? factor.Classes() : EqualFrequencyBins.Of(factor.Values, Bins);
}
