namespace VaeTransforms.Onnx;

/// <summary>Missing values of rows, as nodes of a graph.</summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="ops">Writes them.</param>
/// <param name="rows">[N, D], NaN where a value is missing.</param>
/// <param name="name">What the nodes' names start with.</param>
internal sealed class GapExpressions(GraphBuilder graph, OnnxOps ops, OnnxValue rows, string name = "gaps")
{
    /// <summary>The rows with 0 where a value is missing, [N, D].</summary>
    public OnnxValue Filled => new(Replaced(ops.NameOf(ops.Number(0))), rows.Width);

    /// <summary>1 where a value is there and 0 where it is missing, [N, D].</summary>
    public OnnxValue Mask => new(
        graph.Cast($"{name}.mask", graph.Node($"{name}.present", "Not", Missing), GraphBuilder.Element.Float), rows.Width);

    private string Missing => graph.Node($"{name}.missing", "IsNaN", rows.Name!);

    /// <summary>The rows with other values where one is missing, [N, D].</summary>
    /// <param name="values">[N, D], or a number.</param>
    public string Replaced(string values) =>
        graph.Node(graph.NameFor($"{name}.replaced({values})", $"{name}.replaced"), "Where", Missing, values, rows.Name!);
}
