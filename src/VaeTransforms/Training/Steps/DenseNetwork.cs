namespace VaeTransforms.Training;

/// <summary>
/// A network of dense layers with one activation after each. <see cref="StepScript"/> has its gradient written out, which is
/// faster than the derived one.
/// </summary>
/// <param name="EncoderDepth">Hidden dense layers of the encoder.</param>
/// <param name="DecoderDepth">Hidden dense layers of the decoder.</param>
/// <param name="Activation">After each of them.</param>
/// <param name="Likelihood">One that <see cref="StepScript"/> has.</param>
internal sealed record DenseNetwork(int EncoderDepth, int DecoderDepth, Layer Activation, Likelihood Likelihood)
{
    /// <summary>The network in this form; null for a network of any other form.</summary>
    public static DenseNetwork? Match(VaeArchitecture architecture)
    {
        Layer[] layers = [.. architecture.Network.Encoder, .. architecture.Network.Decoder];
        Layer activation = layers.Length > 1 ? layers[1] : Layer.Silu;
        bool matches = architecture.Network.Encoder.Count % 2 == 0
            && layers.Length % 2 == 0
            && layers.Where((_, i) => i % 2 == 0).All(layer => layer is DenseLayer)
            && layers.Where((_, i) => i % 2 == 1).All(layer => layer == activation)
            && activation is SiluLayer or ReluLayer or TanhLayer
            && architecture.Likelihood is NormalLikelihood or StudentTLikelihood or BernoulliLikelihood
            && architecture.Prior is StandardNormalPrior
            && !architecture.HasMask;
        return matches
            ? new DenseNetwork(
                architecture.Network.Encoder.Count / 2,
                architecture.Network.Decoder.Count / 2,
                activation,
                architecture.Likelihood)
            : null;
    }
}
