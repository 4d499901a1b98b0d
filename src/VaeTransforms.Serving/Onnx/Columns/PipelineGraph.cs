using Google.Protobuf;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>Graphs of columns, one behind the other, as one graph.</summary>
internal sealed class PipelineGraph
{
    private const string OutputSuffix = ".output";
    private const int OldestOperatorSet = 11;

    // Operators whose axes became an input with operator set 13.
    private static readonly string[] WithAxes = ["Squeeze", "Unsqueeze", "ReduceSum"];

    private readonly GraphProto _graph = new() { Name = "pipeline" };
    private readonly Dictionary<string, ValueInfoProto> _inputs = [];
    private readonly Dictionary<string, (string Tensor, ValueInfoProto Type)> _columns = [];
    private readonly Dictionary<string, long> _operatorSets = [];
    private long _irVersion;
    private int _parts;

    /// <summary>The tensor of a column as an output.</summary>
    public static string OutputName(string column) => column + OutputSuffix;

    /// <summary>Appends a graph. It reads the columns that the graphs before it made; the others become inputs.</summary>
    /// <returns>The columns that it makes.</returns>
    /// <exception cref="NotSupportedException">It uses operators of another version.</exception>
    public IReadOnlySet<string> Append(ColumnGraph part)
    {
        TakeVersions(part.Model);
        string prefix = $"{++_parts}/";
        var given = new Dictionary<string, string>();
        foreach (ValueInfoProto input in part.Inputs)
        {
            if (_columns.TryGetValue(input.Name, out (string Tensor, ValueInfoProto Type) column))
            {
                given[input.Name] = column.Tensor;
            }
            else
            {
                // An input of the whole keeps its name, and the first reader says what it is.
                given[input.Name] = input.Name;
                _inputs.TryAdd(input.Name, input);
            }
        }

        foreach (TensorProto tensor in part.Model.Graph.Initializer)
        {
            TensorProto copy = tensor.Clone();
            copy.Name = Named(tensor.Name);
            _graph.Initializer.Add(copy);
        }

        foreach (NodeProto node in part.Model.Graph.Node)
        {
            NodeProto copy = node.Clone();
            copy.Name = prefix + node.Name;
            copy.Input.Clear();
            copy.Input.Add(node.Input.Select(Named));
            copy.Output.Clear();
            copy.Output.Add(node.Output.Select(Named));
            TakeAxesAsInput(copy);
            _graph.Node.Add(copy);
        }

        return Take(part, Named);

        // An empty name is an input that is left out.
        string Named(string name) => name.Length == 0 ? name : given.GetValueOrDefault(name) ?? prefix + name;
    }

    /// <summary>Forgets a column whose tensor is not what the column now is.</summary>
    public void Forget(string column) => _columns.Remove(column);

    /// <summary>Whether a graph made a column.</summary>
    public bool Makes(string column) => _columns.ContainsKey(column);

    /// <summary>The graph with what some columns need, and nothing else.</summary>
    /// <param name="columns">Columns that graphs made.</param>
    public byte[] Write(IEnumerable<string> columns)
    {
        var whole = new ModelProto
        {
            IrVersion = _irVersion,
            ProducerName = "VaeTransforms",
            Graph = new() { Name = _graph.Name },
        };
        var nodes = new List<NodeProto>(_graph.Node);
        foreach (string column in columns)
        {
            (string tensor, ValueInfoProto type) = _columns[column];
            ValueInfoProto output = type.Clone();
            output.Name = OutputName(column);
            whole.Graph.Output.Add(output);
            NodeProto identity = new() { Name = output.Name, OpType = "Identity" };
            identity.Input.Add(tensor);
            identity.Output.Add(output.Name);
            nodes.Add(identity);
        }

        HashSet<string> needed = [.. whole.Graph.Output.Select(output => output.Name)];
        foreach (NodeProto node in nodes.AsEnumerable().Reverse().Where(node => node.Output.Any(needed.Contains)))
        {
            needed.UnionWith(node.Input);
        }

        whole.Graph.Node.Add(nodes.Where(node => node.Output.Any(needed.Contains)));
        whole.Graph.Initializer.Add(_graph.Initializer.Where(tensor => needed.Contains(tensor.Name)));
        whole.Graph.Input.Add(_inputs.Where(input => needed.Contains(input.Key)).Select(input => input.Value));
        foreach ((string domain, long version) in _operatorSets)
        {
            if (domain.Length == 0 || whole.Graph.Node.Any(node => node.Domain == domain))
            {
                whole.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
            }
        }

        return whole.ToByteArray();
    }

    private HashSet<string> Take(ColumnGraph part, Func<string, string> named)
    {
        var made = new HashSet<string>();
        foreach (ValueInfoProto output in part.Made)
        {
            string column = output.Name.EndsWith(OutputSuffix, StringComparison.Ordinal)
                ? output.Name[..^OutputSuffix.Length]
                : output.Name;
            _columns[column] = (named(output.Name), output);
            made.Add(column);
        }

        return made;
    }

    private void TakeVersions(ModelProto part)
    {
        _irVersion = Math.Max(_irVersion, part.IrVersion);
        foreach (OperatorSetIdProto set in part.OpsetImport)
        {
            if (set.Domain.Length == 0 && set.Version is < OldestOperatorSet or > ModelFile.OperatorSet)
            {
                throw new NotSupportedException(
                    $"A transformer was converted to version {set.Version} of ONNX's operators, but graphs can be joined from "
                        + $"version {OldestOperatorSet} to {ModelFile.OperatorSet}. Convert with opSetVersion: 12.");
            }

            _operatorSets[set.Domain] = Math.Max(_operatorSets.GetValueOrDefault(set.Domain), set.Version);
        }
    }

    private void TakeAxesAsInput(NodeProto node)
    {
        AttributeProto? axes = node.Attribute.FirstOrDefault(attribute => attribute.Name == "axes");
        if (axes is null || node.Domain.Length > 0 || !WithAxes.Contains(node.OpType))
        {
            return;
        }

        var tensor = new TensorProto { Name = node.Output[0] + "/axes", DataType = TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(axes.Ints.Count);
        tensor.Int64Data.Add(axes.Ints);
        _graph.Initializer.Add(tensor);
        node.Attribute.Remove(axes);
        node.Input.Add(tensor.Name);
    }
}
