using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

// A graph of columns: what ML.NET's converter would write for the model's transformer.
internal static partial class GraphWriter
{
    /// <summary>The columns that the model reads in, those that it added to a pipeline out, [N, width] each.</summary>
    /// <param name="model">A model with its place in a pipeline.</param>
    /// <param name="keyCodes">As <see cref="ColumnInputs"/> takes it.</param>
    /// <exception cref="NotSupportedException">ONNX does not have the type of a column.</exception>
    public static ColumnGraph Columns(TrainedVae model, Func<string, double[]> keyCodes)
    {
        AddedColumn[] columns = model.Place!.Columns;
        GraphBuilder graph = new([.. model.InputColumnNames, .. columns.Select(column => PipelineGraph.OutputName(column.Name))]);
        string rows = new ColumnInputs(graph, model, keyCodes).Rows();
        VaeExpressions expressions = new(graph, model, rows, latent: null);
        foreach (AddedColumn column in columns)
        {
            AddColumn(graph, expressions, model, column);
        }

        return new ColumnGraph(ModelFile.Wrap(graph));
    }

    private static void AddColumn(GraphBuilder graph, VaeExpressions expressions, TrainedVae model, AddedColumn column)
    {
        string name = PipelineGraph.OutputName(column.Name);
        var output = Enum.Parse<VaeOutputs>(column.Output);
        if (column.IsLabel)
        {
            graph.Output(name, PredictedLabel(graph, expressions, model), 1, GraphBuilder.Element.Bool);
        }
        else if (output == VaeOutputs.Cluster)
        {
            // The number of a missing key is 0.
            string isMissing = graph.Node("cluster.missing", "IsNaN", expressions.Cluster);
            string number = graph.Node(
                "cluster.number", "Where", isMissing, graph.Constant("cluster.none", [0f]), expressions.Cluster);
            graph.Output(
                name,
                graph.Cast("cluster.key", number, GraphBuilder.Element.UInt32),
                1,
                GraphBuilder.Element.UInt32);
        }
        else if (output == VaeOutputs.Imputations)
        {
            string draw = Draw(graph, expressions, model, column.Part);
            graph.SumOutput(name, draw, expressions.Finiteness, model.Architecture.InputSize);
        }
        else
        {
            (string value, int width) = (output & TensorNames.Vectors) != 0
                ? ColumnVector(graph, expressions, model, output)
                : (Scalar(expressions, output), 1);
            graph.SumOutput(name, value, expressions.Finiteness, width);
        }
    }

    private static string PredictedLabel(GraphBuilder graph, VaeExpressions expressions, TrainedVae model)
    {
        string threshold = graph.Constant("threshold", [model.Threshold!.Score]);
        return model.NaNPolicy == NaNPolicy.Alarm
            ? graph.Node("label", "Not", graph.Node("label.below", "LessOrEqual", expressions.Score, threshold))
            : graph.Node("label", "Greater", expressions.Score, threshold);
    }
}
