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
    /// <param name="content">Whether weights without a node come along; a bare graph takes rows that are centered.</param>
    /// <param name="layout">The axes of features and of reconstructions.</param>
    public static byte[] Batch(
        TrainedVae model, VaeOutputs outputs, GraphContent content, ImageLayout layout = ImageLayout.Flat)
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
            AddBatchOutput(graph, expressions, model, output, axes);
        }

        return ModelFile.Write(model, graph, content);
    }

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
    /// Latent vectors [N, K], and beside them the condition of a model that has one, in; reconstructions [N, D] in the input's
    /// own units out.
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
        AddBatchOutput(graph, expressions, model, output, PictureAxes.Of(model, layout));
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
            AddBatchOutput(graph, expressions, model with { Table = null }, output);
        }

        return ModelFile.Write(model, graph, content);
    }

    /// <summary>One row in, vectors without a batch dimension out: what ML.NET's OnnxTransformer makes columns of.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">Names of the input and of the outputs.</param>
    /// <param name="content">Whether weights without a node come along.</param>
    /// <exception cref="ArgumentException">There is no output, or two names are the same.</exception>
    public static byte[] Row(TrainedVae model, RowGraph row, GraphContent content)
    {
        string[] names = [.. row.Names];
        if (names.Length == 1)
        {
            throw new ArgumentException("A graph needs at least one output.", nameof(row));
        }

        if (row.Scalars is not null == ((row.ScalarOutputs & TensorNames.Scalars) == VaeOutputs.None))
        {
            throw new ArgumentException(
                $"Scalars need a name and a name needs scalars, but the name is '{row.Scalars}' for {row.ScalarOutputs}.",
                nameof(row));
        }

        if (names.Distinct().Count() < names.Length)
        {
            throw new ArgumentException(
                $"In an ONNX graph every name stands for one tensor, but these repeat: '{string.Join("', '", names)}'.",
                nameof(row));
        }

        GraphBuilder graph = new(names);
        string features = model.Table is { } table
            ? new CellExpressions(graph, table).Slots(graph.Input(row.Features, 1, table.Cells, GraphBuilder.Element.Double))
            : graph.Input(row.Features, 1, model.Architecture.InputSize);
        VaeExpressions expressions = new(graph, model, features, latent: null);
        AddRowVector(row.Mean, VaeOutputs.Mean);
        AddRowVector(row.LogVariance, VaeOutputs.LogVariance);
        AddRowVector(row.Reconstruction, VaeOutputs.Reconstruction);
        AddRowVector(row.FeatureContributions, VaeOutputs.FeatureContributions);
        AddRowVector(row.AnomalyMap, VaeOutputs.AnomalyMap);
        AddRowVector(row.Imputed, VaeOutputs.Imputed);
        AddRowVector(row.ClusterProbabilities, VaeOutputs.ClusterProbabilities);
        AddImputations();
        AddSlotNames(row.Reconstruction, model.FeatureNames);
        AddSlotNames(row.Imputed, model.SlotNames);
        AddSlotNames(row.AnomalyMap, model.FeatureNames);
        AddSlotNames(row.FeatureContributions, model.ScoredColumnNames);

        if (row.Scalars is not null)
        {
            string scalars = RowScalarVector(graph, expressions, model, row.ScalarOutputs);
            graph.SqueezedOutput(row.Scalars, scalars, axis: 0, RowScalars.Count);
        }

        return ModelFile.Write(model, graph, content);

        void AddRowVector(string? name, VaeOutputs output)
        {
            if (name is null)
            {
                return;
            }

            (string vector, int width) = ColumnVector(graph, expressions, model, output);
            string value = graph.Node($"row.{output}", "Add", vector, expressions.Finiteness);
            graph.SqueezedOutput(name, value, axis: 0, width);
        }

        void AddImputations()
        {
            for (int draw = 0; draw < row.Imputations.Count; draw++)
            {
                string own = Draw(graph, expressions, model, draw);
                string value = graph.Node($"row.draw{draw}.finite", "Add", own, expressions.Finiteness);
                graph.SqueezedOutput(row.Imputations[draw], value, axis: 0, model.Architecture.InputSize);
                AddSlotNames(row.Imputations[draw], model.SlotNames);
            }
        }

        void AddSlotNames(string? name, IReadOnlyList<string>? slotNames)
        {
            if (name is not null && slotNames is not null)
            {
                graph.SlotNames(name, slotNames);
            }
        }
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
        return model.Table?.Centers is { } centers ? CellExpressions.Centered(graph, rows, centers) : rows;
    }

    private static void AddBatchOutput(
        GraphBuilder graph, VaeExpressions expressions, TrainedVae model, VaeOutputs output, PictureAxes? axes = null)
    {
        string name = TensorNames.Of(output);
        if (axes is not null && output == VaeOutputs.Reconstruction)
        {
            string rows = graph.Node("reconstruction", "Add", Vector(graph, expressions, model, output), expressions.Finiteness);
            graph.Output(name, axes.Pictures(graph, rows), axes.Sizes);
        }
        else if ((output & TensorNames.Vectors) != 0)
        {
            string value = Vector(graph, expressions, model, output);
            graph.SumOutput(name, value, expressions.Finiteness, TensorNames.Width(output, model));
        }
        else
        {
            graph.SqueezedOutput(name, Scalar(expressions, output), axis: 1, remaining: null);
        }
    }

    private static string RowScalarVector(GraphBuilder graph, VaeExpressions expressions, TrainedVae model, VaeOutputs outputs)
    {
        string[] parts = new string[RowScalars.Count];
        parts[RowScalars.KlDivergence] = Part(VaeOutputs.KlDivergence);
        parts[RowScalars.ReconstructionError] = Part(VaeOutputs.ReconstructionError);
        parts[RowScalars.Score] = Part(VaeOutputs.Score);
        parts[RowScalars.Excess] = model.Threshold is { } threshold && outputs.HasFlag(VaeOutputs.Score)
            ? graph.Node("excess", "Sub", expressions.Score, graph.Constant("threshold", [threshold.Score]))
            : Zero();
        parts[RowScalars.PValue] = Part(VaeOutputs.PValue);
        parts[RowScalars.ObservedSlots] = Part(VaeOutputs.ObservedSlots);
        parts[RowScalars.Typicality] = Part(VaeOutputs.Typicality);
        parts[RowScalars.Cluster] = Part(VaeOutputs.Cluster);
        return graph.Concatenation("scalars", axis: 1, parts);

        string Part(VaeOutputs output) => outputs.HasFlag(output) ? Scalar(expressions, output) : Zero();

        string Zero() => graph.Constant("scalars.zero", [0f], 1, 1);
    }
}
