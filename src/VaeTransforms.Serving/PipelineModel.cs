using Microsoft.ML;
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

    private static IEnumerable<TrainedVae> ModelsIn(ITransformer transformer) => transformer switch
    {
        FittedVae vae => [vae.Model.Trained],
        VaeSeriesTransformer series => [series.Model.Trained],
        ModelDetector detector => [detector.Trained],
        OnnxTransformer onnx when OnnxTransformerContent.Read(onnx) is var bytes && GraphReader.HoldsVae(bytes) =>
            [GraphReader.Read(bytes)],
        IEnumerable<ITransformer> chain => chain.SelectMany(ModelsIn),
        _ => [],
    };
}
