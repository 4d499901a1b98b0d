using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>
/// A trained variational autoencoder that adds the latent mean and the columns that were asked for. Saved, it becomes a
/// chain of stock ML.NET transformers, which <c>mlContext.Model.Load</c> reads where neither this library nor libtorch is
/// installed; only scalar columns still need VaeTransforms.dll there.
/// </summary>
public sealed class VaeTransformer : FittedVae
{
    internal VaeTransformer(VaeMapping mapping, TrainingReport report)
        : base(mapping, report)
    {
    }
}
