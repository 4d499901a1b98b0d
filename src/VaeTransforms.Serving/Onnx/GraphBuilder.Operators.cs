using Google.Protobuf;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx.Schema;

namespace VaeTransforms.Onnx;

// Operations that have attributes or more than one output.
internal sealed partial class GraphBuilder
{
    /// <summary>2 a · bᵀ + c.</summary>
    public string TwiceProductWithTransposed(string name, string a, string b, string c)
    {
        var alpha = new AttributeProto { Name = "alpha", Type = AttributeProto.Types.AttributeType.Float, F = 2 };
        return WithAttributes(name, "Gemm", [alpha, Whole("transB", 1)], a, b, c);
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
    public string RowMaximum(string name, string value) => Maximum(name, value, 1);

    /// <summary>The largest value along the last axis of three, [N, groups, 1].</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">[N, groups, width].</param>
    public string InnermostMaximum(string name, string value) => Maximum(name, value, 2);

    /// <summary>Some columns of a value of two dimensions.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">[N, width].</param>
    /// <param name="start">From 0.</param>
    /// <param name="end">The first not taken.</param>
    public string Columns(string name, string value, int start, int end) => Node(
        name, "Slice", value, Integers($"column.{start}", start), Integers($"column.{end}", end), Integers("columns.axis", 1));

    /// <summary>Some places of a value along an axis.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">What to take from.</param>
    /// <param name="places">Whole numbers.</param>
    /// <param name="axis">From 0.</param>
    public string Gather(string name, string value, string places, int axis) =>
        WithAttributes(name, "Gather", [Whole("axis", axis)], value, places);

    /// <summary>The remainder of a division.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">What is divided.</param>
    /// <param name="divisor">Of the same type.</param>
    /// <param name="isFractional">Whether the values are not whole numbers; then the remainder has the sign of the value.</param>
    public string Remainder(string name, string value, string divisor, bool isFractional) =>
        WithAttributes(name, "Mod", [Whole("fmod", isFractional ? 1 : 0)], value, divisor);

    public string Cast(string name, string value, Element type) =>
        WithAttributes(name, "Cast", [Whole("to", (long)type)], value);

    /// <summary>Doubles as Singles, as <see cref="NearestSingle"/> makes them.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="doubles">Of any shape.</param>
    /// <remarks>Only a finite Double beyond Single's range is infinite as one of the two types alone.</remarks>
    public string NearestSingles(string name, string doubles)
    {
        string cast = Cast($"{name}.cast", doubles, Element.Float);
        string isBeyond = Node(
            $"{name}.is_beyond", "Xor", Node($"{name}.single_inf", "IsInf", cast), Node($"{name}.double_inf", "IsInf", doubles));
        string smallest = Constant("singles.smallest", [float.MinValue]);
        string largest = Constant("singles.largest", [float.MaxValue]);
        return Node(name, "Where", isBeyond, Node($"{name}.cut", "Clip", cast, smallest, largest), cast);
    }

    /// <summary>A number for each text.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="texts">Texts, of any shape.</param>
    /// <param name="numbers">The number of each text that has one.</param>
    /// <param name="otherwise">The number of every other text.</param>
    public string NumbersOfTexts(
        string name, string texts, IReadOnlyList<KeyValuePair<string, float>> numbers, float otherwise)
    {
        AttributeProto keys = Texts("keys_strings", numbers.Select(pair => pair.Key));
        var values = new AttributeProto { Name = "values_floats", Type = AttributeProto.Types.AttributeType.Floats };
        values.Floats.Add(numbers.Select(pair => pair.Value));
        var rest = new AttributeProto { Name = "default_float", Type = AttributeProto.Types.AttributeType.Float, F = otherwise };
        string output = WithAttributes(name, "LabelEncoder", [keys, values, rest], texts);
        _graph.Node.First(node => node.Name == output).Domain = MlDomain;
        return output;
    }

    public string Concatenation(string name, int axis, params ReadOnlySpan<string> parts) =>
        WithAttributes(name, "Concat", [Whole("axis", axis)], parts);

    /// <summary>The axes in another order.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="value">What has them.</param>
    /// <param name="axes">Each once.</param>
    public string Transposed(string name, string value, int[] axes) =>
        WithAttributes(name, "Transpose", [Wholes("perm", axes)], value);

    /// <summary>A convolution, or its transpose.</summary>
    /// <param name="name">The node's.</param>
    /// <param name="shape">All sizes.</param>
    /// <param name="pictures">[N, channels, height, width].</param>
    /// <param name="kernels">Of <see cref="ConvolutionShape.Weight"/>.</param>
    /// <param name="bias">[output channels].</param>
    public string Convolution(string name, ConvolutionShape shape, string pictures, string kernels, string bias)
    {
        (int top, int left) = shape.Paddings;
        AttributeProto[] windows =
        [
            Wholes("kernel_shape", shape.Kernels.Height, shape.Kernels.Width),
            Wholes("strides", shape.Strides.Height, shape.Strides.Width),
            Wholes("pads", top, left, top, left),
        ];
        return shape.IsTransposed
            ? WithAttributes(
                name,
                "ConvTranspose",
                [.. windows, Wholes("output_padding", shape.Extras.Height, shape.Extras.Width)],
                pictures,
                kernels,
                bias)
            : WithAttributes(name, "Conv", windows, pictures, kernels, bias);
    }

    private string Maximum(string name, string value, int axis) =>
        WithAttributes(name, "ReduceMax", [Wholes("axes", axis)], value);

    private string WithAttributes(
        string name, string operation, AttributeProto[] attributes, params ReadOnlySpan<string> inputs)
    {
        int before = _graph.Node.Count;
        string output = Node(name, operation, inputs);
        if (_graph.Node.Count > before)
        {
            _graph.Node[^1].Attribute.Add(attributes);
        }

        return output;
    }

    private static AttributeProto Texts(string name, IEnumerable<string> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Strings };
        attribute.Strings.Add(values.Select(ByteString.CopyFromUtf8));
        return attribute;
    }

    private static AttributeProto Wholes(string name, params ReadOnlySpan<int> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (int value in values)
        {
            attribute.Ints.Add(value);
        }

        return attribute;
    }

    private static AttributeProto Whole(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };
}
