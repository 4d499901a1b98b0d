using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>
/// A trained variational autoencoder. It adds the latent mean, and the columns that the options name.
/// </summary>
/// <remarks>
/// It is saved as a chain of stock ML.NET transformers. <c>mlContext.Model.Load</c> loads the chain without this library and
/// without libtorch. Only scalar columns need VaeTransforms.Serving.
/// </remarks>
public sealed class VaeTransformer : FittedVae
{
    internal VaeTransformer(VaeMapping mapping, TrainingReport report, Surroundings? surroundings = null)
        : base(mapping, report, surroundings)
    {
    }
}
