using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>Writes a model as ONNX graphs, each with the nodes that its outputs need and no others.</summary>
/// <remarks>
/// ONNX Runtime computes the whole graph whichever outputs are requested. Equal models give equal bytes. A row with a
/// NaN or an infinity gives NaN in every output and leaves the other rows alone.
/// </remarks>
internal static partial class GraphWriter
{
    /// <summary>Rows of features in, any outputs out; the batch dimension is free.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">At least one; named as <see cref="TensorNames.Of"/> says.</param>
    /// <param name="content">
    /// Whether weights without a node come along; a bare graph takes rows that are centered, and gives such.
    /// </param>
    /// <param name="layout">The axes of features and of reconstructions.</param>
    public static byte[] Batch(
        TrainedVae model, VaeOutputs outputs, GraphContent content, ImageLayout layout = ImageLayout.Flat) =>
        Batch(model, outputs, content, layout, inOwnUnits: content != GraphContent.Bare);

    /// <summary>
    /// Rows in as a bare graph takes them, columns of a pipeline out: those that are rows are in the input's own units.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">At least one.</param>
    public static byte[] Columns(TrainedVae model, VaeOutputs outputs) =>
        Batch(model, outputs, GraphContent.Bare, ImageLayout.Flat, inOwnUnits: true);

    /// <summary>Rows of features in, the values of a formula out: what scores learn from. It has no metadata.</summary>
    /// <param name="model">The model.</param>
    /// <param name="formula">What to compute.</param>
    /// <param name="arrays">What the formula has learned.</param>
    /// <returns>The graph, and values per row of its output <see cref="VaeOutputs.Score"/>.</returns>
    public static (byte[] Graph, int Width) Formula(TrainedVae model, IRowFormula formula, LearnedArrays arrays)
    {
        string output = TensorNames.Of(VaeOutputs.Score);
        GraphBuilder graph = new([TensorNames.Features, output]);
        VaeExpressions expressions = new(graph, model, Features(graph, model), latent: null);
        OnnxValue value = expressions.Of(formula, arrays);
        graph.SumOutput(output, value.Name!, expressions.Finiteness, value.Width);
        return (ModelFile.Write(model, graph, GraphContent.Bare), value.Width);
    }

    /// <summary>
    /// Latent vectors [N, K], and beside them the condition of a model that has one, in; reconstructions [N, D] out, in the
    /// input's own units or, from a bare graph, centered.
    /// </summary>
    public static byte[] Decoder(TrainedVae model, GraphContent content, ImageLayout layout = ImageLayout.Flat) =>
        Decoder(model, VaeOutputs.Reconstruction, content, layout);

    /// <summary>Latent vectors [N, K] in, an output that follows from them alone out.</summary>
    public static byte[] Decoder(
        TrainedVae model, VaeOutputs output, GraphContent content, ImageLayout layout = ImageLayout.Flat)
    {
        GraphBuilder graph = new([TensorNames.Latent, TensorNames.Of(output)]);
        string latent = graph.Input(TensorNames.Latent, batch: null, model.Architecture.CodeSize);
        VaeExpressions expressions = new(graph, model, features: null, latent);
        AddBatchOutput(
            graph, expressions, model, output, inOwnUnits: content != GraphContent.Bare, PictureAxes.Of(model, layout));
        return ModelFile.Write(model, graph, content);
    }

    /// <summary>
    /// Rows [N, D] and latent vectors [N, K] in, what the vectors decode to out; reconstructions are centered, as the rows are.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">Of the decoder: the reconstruction error of the row given the vector, and what the vector
    /// gives.</param>
    /// <param name="content">Whether weights without a node come along.</param>
    public static byte[] Pairs(TrainedVae model, VaeOutputs outputs, GraphContent content)
    {
        GraphBuilder graph = new([TensorNames.Features, TensorNames.Latent, .. TensorNames.Each(outputs).Select(TensorNames.Of)]);
        string features = Features(graph, model);
        string latent = graph.Input(TensorNames.Latent, batch: null, model.Architecture.LatentDimension);
        VaeExpressions expressions = new(graph, model, features, latent);
        foreach (VaeOutputs output in TensorNames.Each(outputs))
        {
            AddBatchOutput(graph, expressions, model, output, inOwnUnits: false);
        }

        return ModelFile.Write(model, graph, content);
    }

    private static byte[] Batch(
        TrainedVae model, VaeOutputs outputs, GraphContent content, ImageLayout layout, bool inOwnUnits)
    {
        if (outputs == VaeOutputs.None || (outputs & ~TensorNames.Known) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(outputs), outputs, "A graph needs at least one known output.");
        }

        GraphBuilder graph = new([TensorNames.Features, .. TensorNames.Each(TensorNames.Known).Select(TensorNames.Of)]);
        PictureAxes? axes = PictureAxes.Of(model, layout);
        string features = content == GraphContent.Bare ? Features(graph, model) : FeaturesInOwnUnits(graph, model, axes);
        VaeExpressions expressions = new(graph, model, features, latent: null);
        foreach (VaeOutputs output in TensorNames.Each(outputs))
        {
            AddBatchOutput(graph, expressions, model, output, inOwnUnits, axes);
        }

        return ModelFile.Write(model, graph, content);
    }

    /// <summary>Rows as Singles, centered.</summary>
    private static string Features(GraphBuilder graph, TrainedVae model) =>
        graph.Input(TensorNames.Features, batch: null, model.Architecture.InputSize);

    /// <summary>Rows in the input's own units; in double precision where something is subtracted from them first.</summary>
    private static string FeaturesInOwnUnits(GraphBuilder graph, TrainedVae model, PictureAxes? axes)
    {
        GraphBuilder.Element type = model.Table?.Centers is null ? GraphBuilder.Element.Float : GraphBuilder.Element.Double;
        string rows = axes is null
            ? graph.Input(TensorNames.Features, batch: null, model.Architecture.InputSize, type)
            : axes.Rows(graph, graph.Input(TensorNames.Features, axes.Sizes, type));
        return model.Table is { Centers: { } centers } table
            ? CellExpressions.Centered(graph, table, rows, centers)
            : rows;
    }

    private static void AddBatchOutput(
        GraphBuilder graph,
        VaeExpressions expressions,
        TrainedVae model,
        VaeOutputs output,
        bool inOwnUnits,
        PictureAxes? axes = null)
    {
        string name = TensorNames.Of(output);
        if (axes is not null && output == VaeOutputs.Reconstruction)
        {
            string rows = graph.Node("reconstruction", "Add", Value(), expressions.Finiteness);
            graph.Output(name, axes.Pictures(graph, rows), axes.Sizes);
        }
        else if ((output & TensorNames.Vectors) != 0)
        {
            graph.SumOutput(name, Value(), expressions.Finiteness, TensorNames.Width(output, model));
        }
        else
        {
            graph.SqueezedOutput(name, Scalar(expressions, output), axis: 1, remaining: null);
        }

        string Value() => inOwnUnits ? VectorInOwnUnits(graph, expressions, model, output) : Vector(expressions, output);
    }
}
