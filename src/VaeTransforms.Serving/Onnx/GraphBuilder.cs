using System.Globalization;
using Google.Protobuf;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>
/// Collects the nodes and constants of a graph. A name stands for one value, so defining it again changes nothing.
/// </summary>
/// <remarks>
/// Names inside the graph carry a prefix that no outer name begins with, so that a column may be called anything.
/// </remarks>
internal sealed partial class GraphBuilder
{
    /// <summary>The domain of ONNX's operators for classical machine learning.</summary>
    public const string MlDomain = "ai.onnx.ml";

    private const char Separator = '/';

    private readonly GraphProto _graph = new() { Name = "vae" };
    private readonly HashSet<string> _defined = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly string _prefix = "vae/";
    private string _scope = "";

    /// <param name="outerNames">Names of the graph's inputs and outputs.</param>
    public GraphBuilder(IEnumerable<string> outerNames)
    {
        string[] outer = [.. outerNames];
        while (outer.Any(name => name.StartsWith(_prefix, StringComparison.Ordinal)))
        {
            _prefix = "vae" + _prefix;
        }
    }

    /// <summary>What the values of a tensor are, where they are not floats.</summary>
    public enum Element
    {
        Float = TensorProto.Types.DataType.Float,
        UInt8 = TensorProto.Types.DataType.Uint8,
        Int8 = TensorProto.Types.DataType.Int8,
        UInt16 = TensorProto.Types.DataType.Uint16,
        Int16 = TensorProto.Types.DataType.Int16,
        Int32 = TensorProto.Types.DataType.Int32,
        Int64 = TensorProto.Types.DataType.Int64,
        String = TensorProto.Types.DataType.String,
        Bool = TensorProto.Types.DataType.Bool,
        Double = TensorProto.Types.DataType.Double,
        UInt32 = TensorProto.Types.DataType.Uint32,
        UInt64 = TensorProto.Types.DataType.Uint64,
    }

    /// <summary>The graph with the nodes and constants that its outputs need.</summary>
    public GraphProto Graph()
    {
        HashSet<string> needed = [.. _graph.Output.Select(output => output.Name)];
        foreach (NodeProto node in _graph.Node.Reverse())
        {
            // A node whose value nobody takes stands for slot names.
            if (node.Domain == MlDomain || node.Output.Any(needed.Contains))
            {
                needed.UnionWith(node.Input);
                needed.UnionWith(node.Output);
            }
        }

        GraphProto graph = new() { Name = _graph.Name };
        graph.Input.Add(_graph.Input);
        graph.Output.Add(_graph.Output);
        graph.Node.Add(_graph.Node.Where(node => node.Output.Any(needed.Contains)));
        graph.Initializer.Add(_graph.Initializer.Where(tensor => needed.Contains(tensor.Name)));
        return graph;
    }

    /// <summary>A name for what has a definition: for the same one, the same.</summary>
    /// <param name="definition">Tells values apart.</param>
    /// <param name="kind">What the name starts with.</param>
    public string NameFor(string definition, string kind)
    {
        if (!_names.TryGetValue(definition, out string? name))
        {
            int count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{kind}.{count}");
            _names.Add(definition, name);
        }

        return name;
    }

    /// <summary>The name without the prefix.</summary>
    public static string InnerName(string tensorName) => tensorName[(tensorName.LastIndexOf(Separator) + 1)..];

    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        string inner = _prefix + name;
        if (_defined.Add(inner))
        {
            TensorProto tensor = new()
            {
                Name = inner,
                DataType = TensorProto.Types.DataType.Float,
                RawData = UnsafeByteOperations.UnsafeWrap(TensorBytes.Encode(values)),
            };
            foreach (int size in shape)
            {
                tensor.Dims.Add(size);
            }

            _graph.Initializer.Add(tensor);
        }

        return inner;
    }

    /// <summary>Numbers in double precision, [length].</summary>
    public string Doubles(string name, params ReadOnlySpan<double> values)
    {
        string inner = _prefix + name;
        if (_defined.Add(inner))
        {
            TensorProto tensor = new()
            {
                Name = inner,
                DataType = TensorProto.Types.DataType.Double,
                RawData = UnsafeByteOperations.UnsafeWrap(TensorBytes.Encode(values)),
            };
            tensor.Dims.Add(values.Length);
            _graph.Initializer.Add(tensor);
        }

        return inner;
    }

    /// <summary>Whole numbers, [length]: a shape, or axes.</summary>
    public string Integers(string name, params ReadOnlySpan<long> values)
    {
        string inner = _prefix + name;
        if (_defined.Add(inner))
        {
            TensorProto tensor = new() { Name = inner, DataType = TensorProto.Types.DataType.Int64 };
            tensor.Dims.Add(values.Length);
            foreach (long value in values)
            {
                tensor.Int64Data.Add(value);
            }

            _graph.Initializer.Add(tensor);
        }

        return inner;
    }

    public string Node(string name, string operation, params ReadOnlySpan<string> inputs) =>
        Add(_prefix + _scope + name, operation, inputs);

    /// <summary>
    /// Defines nodes with names of their own: the same formulas once more, on other inputs. Constants are shared.
    /// </summary>
    /// <param name="scope">What the nodes' names start with.</param>
    /// <param name="define">Gives the name of the value that is wanted.</param>
    public string Within(string scope, Func<string> define)
    {
        string outer = _scope;
        _scope = $"{outer}{scope}.";
        try
        {
            return define();
        }
        finally
        {
            _scope = outer;
        }
    }

    private string Add(string output, string operation, params ReadOnlySpan<string> inputs)
    {
        if (_defined.Add(output))
        {
            NodeProto node = new() { Name = output, OpType = operation };
            foreach (string input in inputs)
            {
                node.Input.Add(input);
            }

            node.Output.Add(output);
            _graph.Node.Add(node);
        }

        return output;
    }
}
