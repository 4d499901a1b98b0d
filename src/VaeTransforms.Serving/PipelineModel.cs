using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>Finds a model in a pipeline that was fitted, or that was loaded as stock components.</summary>
internal static class PipelineModel
{
    /// <summary>The only model in a pipeline, or the only one that reads a column.</summary>
    /// <exception cref="ArgumentException">There is no such model, or more than one.</exception>
    /// <exception cref="VaeModelFormatException">The model is damaged or of a newer format.</exception>
    public static TrainedVae Find(ITransformer transformer, string? inputColumnName)
    {
        TrainedVae[] all = [.. ModelsIn(transformer)];
        TrainedVae[] wanted =
            [.. all.Where(model => inputColumnName is null || model.InputColumnNames.Contains(inputColumnName))];
        if (wanted.Length == 1)
        {
            return wanted[0];
        }

        string columns = NameList.Quoted(all.SelectMany(model => model.InputColumnNames).Distinct());
        throw new ArgumentException(
            all.Length == 0
                ? "The transformer contains no VAE. Use a pipeline that was fitted with VaeEncode or "
                    + "AnomalyDetection.Trainers.Vae, or one that was loaded from its file."
            : wanted.Length == 0
                ? $"The transformer contains no VAE that reads column '{inputColumnName}', only VAEs that read {columns}. Set "
                    + "inputColumnName to the column of one of them."
            : inputColumnName is null
                ? $"The transformer contains {all.Length} VAEs, which read {columns}. Set inputColumnName to the column of one "
                    + "of them."
                : $"The transformer contains {wanted.Length} VAEs that read column '{inputColumnName}'. Use a part of the "
                    + "pipeline that contains only one of them.",
            nameof(transformer));
    }

    /// <summary>
    /// A loaded pipeline whose stock chains of models have become transformers that score in batches. What they replace is
    /// disposed.
    /// </summary>
    /// <param name="catalog">The catalog that loaded the pipeline.</param>
    /// <param name="loaded">What it loaded.</param>
    /// <exception cref="VaeModelFormatException">A model is damaged or of a newer format.</exception>
    public static ITransformer InBatches(ModelOperationsCatalog catalog, ITransformer loaded)
    {
        if (loaded is not TransformerChain<ITransformer> chain)
        {
            return loaded;
        }

        if (StockChain.ModelOf(chain) is not { } model)
        {
            return new TransformerChain<ITransformer>([.. chain.Select(part => InBatches(catalog, part))]);
        }

        chain.Dispose();
        return new ModelTransformer(VaeMapping.Of(MlEnvironment.Of(catalog), model));
    }

    private static IEnumerable<TrainedVae> ModelsIn(ITransformer transformer) => transformer switch
    {
        FittedVae vae => [vae.Model.Trained],
        VaeSeriesTransformer series => [series.Model.Trained],
        ModelTransformer vae => [vae.Mapping.Model],
        OnnxTransformer onnx when OnnxTransformerContent.Read(onnx) is var bytes && GraphReader.HoldsVae(bytes) =>
            [GraphReader.Read(bytes)],
        IEnumerable<ITransformer> chain => chain.SelectMany(ModelsIn),
        _ => [],
    };
}
