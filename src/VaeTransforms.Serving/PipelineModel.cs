using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>Finds a model in a pipeline, be it fitted here or loaded from a file as stock components.</summary>
internal static class PipelineModel
{
    /// <summary>The one model in a pipeline, or the one that reads a column.</summary>
    /// <exception cref="ArgumentException">There is no such model, or more than one.</exception>
    /// <exception cref="VaeModelFormatException">The model is damaged or of a newer format.</exception>
    public static TrainedVae Find(ITransformer transformer, string? inputColumnName)
    {
        TrainedVae[] all = [.. ModelsIn(transformer)];
        TrainedVae[] wanted = [.. all.Where(model => inputColumnName is null || model.InputColumnName == inputColumnName)];
        if (wanted.Length == 1)
        {
            return wanted[0];
        }

        string columns = string.Join(", ", all.Select(model => $"'{model.InputColumnName}'"));
        throw new ArgumentException(
            all.Length == 0
                ? "The transformer holds no VAE. Give the pipeline that VaeEncode or AnomalyDetection.Trainers.Vae was fitted in, or one loaded from its file."
            : wanted.Length == 0
                ? $"The transformer holds no VAE that reads column '{inputColumnName}'; those it holds read {columns}. Name one of them."
            : inputColumnName is null
                ? $"The transformer holds {all.Length} VAEs, which read {columns}. Name the column of the one that is wanted as inputColumnName."
                : $"The transformer holds {wanted.Length} VAEs that read column '{inputColumnName}'. Give the part of the pipeline with the one that is wanted.",
            nameof(transformer));
    }

    private static IEnumerable<TrainedVae> ModelsIn(ITransformer transformer) => transformer switch
    {
        FittedVae vae => [vae.Model.Trained],
        ModelDetector detector => [detector.Trained],
        OnnxTransformer onnx when OnnxTransformerContent.Read(onnx) is var bytes && GraphReader.HoldsVae(bytes) => [GraphReader.Read(bytes)],
        IEnumerable<ITransformer> chain => chain.SelectMany(ModelsIn),
        _ => [],
    };
}
