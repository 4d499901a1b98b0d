using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>A graph whose inputs and outputs are columns of a view, as ML.NET's converter writes it.</summary>
/// <remarks>
/// The converter calls a column's tensor by the column's name where it is an input, and <c>name.output</c> where it is an output.
/// It passes on the columns that a transformer does not make.
/// </remarks>
internal sealed class ColumnGraph
{
    private readonly Func<string, string> _origin;

    public ColumnGraph(ModelProto model)
    {
        Model = model;
        _origin = Origins(model.Graph);
        HashSet<string> inputs = [.. Inputs.Select(input => input.Name)];
        Made =
        [
            .. model.Graph.Output.Where(output => _origin(output.Name) is var origin
                && !(inputs.Contains(origin) && output.Name == PipelineGraph.OutputName(origin))),
        ];
    }

    public ModelProto Model { get; }

    /// <summary>The inputs. In old files the initializers are among a graph's inputs too.</summary>
    public IEnumerable<ValueInfoProto> Inputs =>
        Model.Graph.Input.Where(input => Model.Graph.Initializer.All(tensor => tensor.Name != input.Name));

    /// <summary>The outputs that are not just inputs passed on.</summary>
    public IReadOnlyList<ValueInfoProto> Made { get; }

    /// <summary>The columns that are used for more than to pass them on.</summary>
    public IEnumerable<string> Read
    {
        get
        {
            HashSet<string> used =
            [
                .. Model.Graph.Node.Where(node => !IsIdentity(node)).SelectMany(node => node.Input).Select(_origin),
                .. Made.Select(output => _origin(output.Name)),
            ];
            return Inputs.Select(input => input.Name).Where(used.Contains);
        }
    }

    /// <summary>The graph in a file of the converter.</summary>
    public static ColumnGraph Parse(byte[] file) => new(ModelProto.Parser.ParseFrom(file));

    /// <summary>The tensor that a tensor is the same as, through nodes that change nothing.</summary>
    private static Func<string, string> Origins(GraphProto graph)
    {
        var origins = new Dictionary<string, string>();
        foreach (NodeProto node in graph.Node.Where(IsIdentity))
        {
            origins[node.Output[0]] = Origin(node.Input[0]);
        }

        return Origin;

        string Origin(string name) => origins.GetValueOrDefault(name) ?? name;
    }

    private static bool IsIdentity(NodeProto node) => node.OpType == "Identity";
}
