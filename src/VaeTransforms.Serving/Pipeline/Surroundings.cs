using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>The transformers between which a model stands, such as those from images to numbers and back.</summary>
/// <param name="Before">Makes the columns that the model reads.</param>
/// <param name="Behind">Makes columns of what the model adds.</param>
internal sealed record Surroundings(ITransformer Before, ITransformer Behind)
{
    /// <summary>The column of numbers that are made of a column of images, where the name is not in use.</summary>
    public static string PixelsOf(string images) => $"{images}.Pixels";

    /// <summary>The chain with a model between them.</summary>
    public ITransformer Around(ITransformer model) => new TransformerChain<ITransformer>(Before, model, Behind);
}
