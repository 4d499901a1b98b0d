using System.Globalization;
using System.Text;
using Google.Protobuf;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

/// <summary>Collects the nodes and constants of a graph. A name stands for one value: to define it again changes nothing.</summary>
/// <remarks>
/// Names inside the graph carry a prefix that no outer name begins with, so that a column may be called anything.
/// </remarks>
internal sealed class GraphBuilder
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
        Int64 = TensorProto.Types.DataType.Int64,
        Bool = TensorProto.Types.DataType.Bool,
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

    /// <param name="name">The outer name.</param>
    /// <param name="batch">The number of rows, or null where it is free.</param>
    /// <param name="width">Values per row.</param>
    public string Input(string name, int? batch, int width)
    {
        _graph.Input.Add(Tensor(name, Dimension(batch), Dimension(width)));
        return name;
    }

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

    /// <summary>2 a · bᵀ + c.</summary>
    public string TwiceProductWithTransposed(string name, string a, string b, string c)
    {
        int before = _graph.Node.Count;
        string output = Node(name, "Gemm", a, b, c);
        if (_graph.Node.Count > before)
        {
            _graph.Node[^1].Attribute.Add(new AttributeProto { Name = "alpha", Type = AttributeProto.Types.AttributeType.Float, F = 2 });
            _graph.Node[^1].Attribute.Add(new AttributeProto { Name = "transB", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        }

        return output;
    }

    /// <summary>The places of the largest values of each row, the largest first.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">[N, width].</param>
    /// <param name="count">At most the width.</param>
    /// <returns>[N, count] whole numbers.</returns>
    public string PlacesOfLargest(string name, string value, int count)
    {
        string output = _prefix + _scope + name;
        if (_defined.Add(output))
        {
            NodeProto node = new() { Name = output, OpType = "TopK" };
            node.Input.Add(value);
            node.Input.Add(Integers($"count.{count}", count));
            node.Output.Add(output + ".values");
            node.Output.Add(output);
            _graph.Node.Add(node);
        }

        return output;
    }

    /// <summary>The largest value of each row, [N, 1].</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">[N, width].</param>
    public string RowMaximum(string name, string value)
    {
        int before = _graph.Node.Count;
        string output = Node(name, "ReduceMax", value);
        if (_graph.Node.Count > before)
        {
            AttributeProto axes = new() { Name = "axes", Type = AttributeProto.Types.AttributeType.Ints };
            axes.Ints.Add(1);
            _graph.Node[^1].Attribute.Add(axes);
        }

        return output;
    }

    /// <summary>Some columns of a value of two dimensions.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">[N, width].</param>
    /// <param name="start">From 0.</param>
    /// <param name="end">The first not taken.</param>
    public string Columns(string name, string value, int start, int end) => Node(
        name, "Slice", value, Integers($"column.{start}", start), Integers($"column.{end}", end), Integers("columns.axis", 1));

    public string Cast(string name, string value, Element type) => WithAttribute(name, "Cast", "to", (long)type, value);

    /// <summary>
    /// Defines nodes whose names are of their own: the same mathematics once more, on other inputs. Constants are shared.
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

    public string Concatenation(string name, int axis, params ReadOnlySpan<string> parts) =>
        WithAttribute(name, "Concat", "axis", axis, parts);

    /// <summary>Drops an axis of length one and makes the result an output of the graph.</summary>
    /// <param name="name">The outer name.</param>
    /// <param name="value">[1, width] or [N, 1].</param>
    /// <param name="axis">0 or 1.</param>
    /// <param name="remaining">The length of the other axis; null where it is free.</param>
    public void SqueezedOutput(string name, string value, int axis, int? remaining)
    {
        Add(name, "Squeeze", value, Axis(axis));
        _graph.Output.Add(Tensor(name, Dimension(remaining)));
    }

    /// <summary>Makes a sum an output of the graph.</summary>
    /// <param name="name">The outer name.</param>
    /// <param name="value">[N, width].</param>
    /// <param name="addend">What broadcasts to it.</param>
    /// <param name="width">Values per row.</param>
    public void SumOutput(string name, string value, string addend, int width)
    {
        Add(name, "Add", value, addend);
        _graph.Output.Add(Tensor(name, Dimension(null), Dimension(width)));
    }

    /// <summary>Slot names where ML.NET's OnnxTransformer looks for them.</summary>
    /// <param name="outputName">The output they belong to.</param>
    /// <param name="slotNames">One per value.</param>
    /// <remarks>
    /// ML.NET's own exporter started this: a label encoder that nothing uses, with the slot names as keys. ONNX Runtime
    /// does run it on every call, so it is given no labels to encode: about a quarter of a microsecond.
    /// </remarks>
    public void SlotNames(string outputName, IReadOnlyList<string> slotNames)
    {
        NodeProto node = new()
        {
            Name = $"mlnet.{outputName}.SlotNames",
            OpType = "LabelEncoder",
            Domain = MlDomain,
        };
        node.Input.Add(NoLabels());
        node.Output.Add($"{_prefix}slot_names.{outputName}");
        AttributeProto keys = new() { Name = "keys_strings", Type = AttributeProto.Types.AttributeType.Strings };
        keys.Strings.AddRange(slotNames.Select(name => ByteString.CopyFrom(name, Encoding.UTF8)));
        AttributeProto values = new() { Name = "values_int64s", Type = AttributeProto.Types.AttributeType.Ints };
        values.Ints.AddRange(Enumerable.Range(0, slotNames.Count).Select(i => (long)i));
        node.Attribute.Add(keys);
        node.Attribute.Add(values);
        _graph.Node.Add(node);
    }

    private string WithAttribute(string name, string operation, string attribute, long value, params ReadOnlySpan<string> inputs)
    {
        int before = _graph.Node.Count;
        string output = Node(name, operation, inputs);
        if (_graph.Node.Count > before)
        {
            _graph.Node[^1].Attribute.Add(new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Int, I = value });
        }

        return output;
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

    private string Axis(int axis)
    {
        string name = $"{_prefix}axis.{axis}";
        if (_defined.Add(name))
        {
            TensorProto tensor = new() { Name = name, DataType = TensorProto.Types.DataType.Int64 };
            tensor.Dims.Add(1);
            tensor.Int64Data.Add(axis);
            _graph.Initializer.Add(tensor);
        }

        return name;
    }

    private string NoLabels()
    {
        string name = _prefix + "no_labels";
        if (_defined.Add(name))
        {
            TensorProto tensor = new() { Name = name, DataType = TensorProto.Types.DataType.String };
            tensor.Dims.Add(0);
            _graph.Initializer.Add(tensor);
        }

        return name;
    }

    private static TensorShapeProto.Types.Dimension Dimension(int? size) =>
        size is { } fixedSize ? new() { DimValue = fixedSize } : new() { DimParam = "N" };

    private static ValueInfoProto Tensor(string name, params ReadOnlySpan<TensorShapeProto.Types.Dimension> shape)
    {
        TensorShapeProto dimensions = new();
        foreach (TensorShapeProto.Types.Dimension dimension in shape)
        {
            dimensions.Dim.Add(dimension);
        }

        return new()
        {
            Name = name,
            Type = new() { TensorType = new() { ElemType = TensorProto.Types.DataType.Float, Shape = dimensions } },
        };
    }
}
