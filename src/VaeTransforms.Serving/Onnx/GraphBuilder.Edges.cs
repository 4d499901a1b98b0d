using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

// Inputs, outputs, and the slot names of outputs.
internal sealed partial class GraphBuilder
{
    /// <param name="name">The outer name.</param>
    /// <param name="batch">The number of rows, or null where it is free.</param>
    /// <param name="width">Values per row.</param>
    /// <param name="type">The type of the values.</param>
    public string Input(string name, int? batch, int width, Element type = Element.Float)
    {
        ValueInfoProto input = Tensor(name, Dimension(batch), Dimension(width));
        input.Type.TensorType.ElemType = (TensorProto.Types.DataType)type;
        _graph.Input.Add(input);
        return name;
    }

    /// <summary>An input with more axes than rows have.</summary>
    /// <param name="name">The outer name.</param>
    /// <param name="axes">The size of each, or null where it is free, and what it means.</param>
    /// <param name="type">The type of the values.</param>
    public string Input(string name, IReadOnlyList<(int? Size, string Meaning)> axes, Element type)
    {
        ValueInfoProto input = Tensor(name, [.. axes.Select(Dimension)]);
        input.Type.TensorType.ElemType = (TensorProto.Types.DataType)type;
        _graph.Input.Add(input);
        return name;
    }

    /// <summary>Makes a value an output of the graph.</summary>
    /// <param name="name">The outer name.</param>
    /// <param name="value">With these axes.</param>
    /// <param name="axes">The size of each, or null where it is free, and what it means.</param>
    public void Output(string name, string value, IReadOnlyList<(int? Size, string Meaning)> axes)
    {
        Add(name, "Identity", value);
        _graph.Output.Add(Tensor(name, [.. axes.Select(Dimension)]));
    }

    /// <summary>Makes a value an output of the graph.</summary>
    /// <param name="name">The outer name.</param>
    /// <param name="value">[N, width].</param>
    /// <param name="width">Values per row.</param>
    /// <param name="type">The type of the values.</param>
    public void Output(string name, string value, int width, Element type)
    {
        Add(name, "Identity", value);
        ValueInfoProto output = Tensor(name, Dimension(null), Dimension(width));
        output.Type.TensorType.ElemType = (TensorProto.Types.DataType)type;
        _graph.Output.Add(output);
    }

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
        AttributeProto values = new() { Name = "values_int64s", Type = AttributeProto.Types.AttributeType.Ints };
        values.Ints.AddRange(Enumerable.Range(0, slotNames.Count).Select(i => (long)i));
        node.Attribute.Add(Texts("keys_strings", slotNames));
        node.Attribute.Add(values);
        _graph.Node.Add(node);
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

    private static TensorShapeProto.Types.Dimension Dimension((int? Size, string Meaning) axis)
    {
        TensorShapeProto.Types.Dimension dimension = Dimension(axis.Size);
        dimension.Denotation = axis.Meaning;
        return dimension;
    }

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
