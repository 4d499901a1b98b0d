using Microsoft.ML;
using VaeTransforms.Onnx;

namespace VaeTransforms;

/// <content>Loading and saving models.</content>
public sealed partial class VaeModel
{
    /// <summary>Loads a model that <see cref="Save(string)"/> saved.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VaeModelFormatException">
    /// The file is truncated, damaged, not from VaeTransforms, or of a newer format.
    /// </exception>
    public static VaeModel Load(string path) => new(GraphReader.Read(File.ReadAllBytes(path)));

    /// <summary>Loads a model that <see cref="Save(Stream)"/> saved.</summary>
    /// <param name="stream">Read to its end. It stays open.</param>
    /// <exception cref="VaeModelFormatException">
    /// The content is truncated, damaged, not from VaeTransforms, or of a newer format.
    /// </exception>
    public static VaeModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return new VaeModel(GraphReader.Read(buffer.ToArray()));
    }

    /// <summary>
    /// Finds the model in a fitted pipeline, or in one that <c>mlContext.Model.Load</c> loaded. The model includes the decoder.
    /// </summary>
    /// <param name="transformer">The pipeline, or the transformer itself.</param>
    /// <param name="inputColumnName">
    /// The input column of the model. Needed only if the pipeline contains several models. Default: null.
    /// </param>
    /// <returns>A model that is independent of the pipeline. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no such model, or more than one.</exception>
    /// <exception cref="VaeModelFormatException">The model in the pipeline is damaged or of a newer format.</exception>
    public static VaeModel FromTransformer(ITransformer transformer, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new VaeModel(PipelineModel.Find(transformer, inputColumnName));
    }

    /// <summary>
    /// Saves the whole model as one ONNX file. <see cref="Load(string)"/> loads it, and every ONNX runtime can run it.
    /// </summary>
    /// <param name="path">The file. It is replaced if it exists.</param>
    public void Save(string path) => File.WriteAllBytes(path, Serialize());

    /// <inheritdoc cref="Save(string)"/>
    /// <param name="stream">The stream to write to. It stays open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Serialize());
    }

    /// <summary>
    /// Exports a graph for other runtimes. The number of rows is free. The metadata contains format version, architecture,
    /// normalization, slot names and training summary.
    /// </summary>
    /// <param name="path">The file. It is replaced if it exists.</param>
    /// <param name="graph">The part of the model to export.</param>
    /// <param name="layout">
    /// The axes of <c>Features</c> and <c>Reconstruction</c> where rows are pictures. Values have the units of the rows that the
    /// model takes: those of a column of images are from 0 to 1. Default: <see cref="ImageLayout.Flat"/>, [N, D].
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The layout is one of pictures, and the model has no shape [channels, height, width]. Nothing is written.
    /// </exception>
    public void SaveOnnx(string path, OnnxGraph graph = OnnxGraph.Scorer, ImageLayout layout = ImageLayout.Flat) =>
        File.WriteAllBytes(path, Export(graph, layout));

    /// <inheritdoc cref="SaveOnnx(string, OnnxGraph, ImageLayout)" path="/*[not(self::param)]"/>
    /// <param name="stream">The stream to write to. It stays open.</param>
    /// <param name="graph">The part of the model to export.</param>
    /// <param name="layout">The axes of pictures.</param>
    public void SaveOnnx(Stream stream, OnnxGraph graph = OnnxGraph.Scorer, ImageLayout layout = ImageLayout.Flat)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Export(graph, layout));
    }

    // Everything that the model can compute without held-out rows.
    private VaeOutputs Outputs =>
        VaeOutputs.All | (Architecture.Prior.Clusters > 0 ? VaeOutputs.OfClusters : VaeOutputs.None);

    private byte[] Serialize() => GraphWriter.Batch(Trained, Outputs, GraphContent.Whole);

    private byte[] Export(OnnxGraph graph, ImageLayout layout) => graph switch
    {
        OnnxGraph.Scorer => GraphWriter.Batch(Trained, Outputs, GraphContent.Lean, layout),
        OnnxGraph.Encoder => GraphWriter.Batch(Trained, VaeOutputs.Encoder, GraphContent.Lean, layout),
        OnnxGraph.Decoder => GraphWriter.Decoder(Trained, GraphContent.Lean, layout),
        _ => throw new ArgumentOutOfRangeException(nameof(graph), graph, "graph must be Scorer, Encoder or Decoder."),
    };
}
