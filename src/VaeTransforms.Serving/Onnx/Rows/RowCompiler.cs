using VaeTransforms.Onnx.Schema;
using DataType = VaeTransforms.Onnx.Schema.TensorProto.Types.DataType;

namespace VaeTransforms.Onnx;

/// <summary>Lays out the values of a graph for a single row, and makes its nodes steps of a program.</summary>
/// <remarks>
/// The free size of a graph is 1, so every shape is known: a change of shape alone is another view of the same values, and what
/// depends on constants alone is computed here.
/// </remarks>
internal sealed partial class RowCompiler
{
    // In floats: a cache line.
    private const int Alignment = 16;

    private readonly Dictionary<string, RowTensor> _tensors = [];

    /// <summary>In the order of a run.</summary>
    public List<RowStep> Steps { get; } = [];

    /// <summary>How many values the memory of a run has.</summary>
    public int Size { get; private set; }

    /// <summary>The tensor with a name.</summary>
    public RowTensor this[string name] => _tensors[name];

    /// <summary>Adds the inputs, constants and nodes of a graph.</summary>
    /// <returns>False if there is a node that no step computes.</returns>
    public bool TryAdd(GraphProto graph)
    {
        foreach (ValueInfoProto input in graph.Input)
        {
            _tensors.Add(input.Name, Room([.. input.Type.TensorType.Shape.Dim.Select(size => Math.Max(1, (int)size.DimValue))]));
        }

        foreach (TensorProto tensor in graph.Initializer)
        {
            if (Values(tensor) is { } values)
            {
                _tensors.Add(tensor.Name, new RowTensor([.. tensor.Dims.Select(size => checked((int)size))], 0, values));
            }
        }

        foreach (NodeProto node in graph.Node)
        {
            // A constant of another type has no tensor, and what depends on it has none either.
            if (!node.Input.All(_tensors.ContainsKey)
                || Value(node, [.. node.Input.Select(name => _tensors[name])]) is not { } value)
            {
                return false;
            }

            // Of a node with two outputs the last is the one that is used.
            _tensors.Add(node.Output[^1], value);
        }

        return true;
    }

    private static float[]? Values(TensorProto tensor) => tensor.DataType switch
    {
        DataType.Float => TensorBytes.Decode(tensor.RawData.Span),
        DataType.Int64 when tensor.Int64Data.All(value => Math.Abs(value) < RowTensor.MaxWholeNumber) =>
            [.. tensor.Int64Data.Select(value => (float)value)],
        _ => null,
    };

    private RowTensor? Value(NodeProto node, RowTensor[] inputs) => node.OpType switch
    {
        _ when BinaryStep.Kernels.TryGetValue(node.OpType, out BinaryStep.Kernel? kernel) => Binary(kernel, inputs[0], inputs[1]),
        _ when UnaryStep.Kernels.TryGetValue(node.OpType, out UnaryStep.Kernel? kernel) => Unary(kernel, inputs[0]),
        "Clip" when inputs[1..].All(bound => bound.Constant is not null) =>
            Unary(UnaryStep.Clip(Constants(inputs[1])[0], Constants(inputs[2])[0]), inputs[0]),
        "Cast" => Cast((DataType)Attribute(node, "to", 0), inputs[0]),
        "Where" => Choice(inputs[0], inputs[1], inputs[2]),
        "MatMul" when inputs is [{ Rank: 2 }, { Rank: 2 }] => Product(inputs[0], inputs[1], 1, isTransposed: false),
        "Gemm" => Gemm(node, inputs),
        "ReduceSum" => Reduce(isSum: true, inputs[0], Integers(inputs[1])[0]),
        "ReduceMax" => Reduce(isSum: false, inputs[0], Whole(node, "axes").Single()),
        "Conv" => Convolution(node, inputs, isTransposed: false),
        "ConvTranspose" => Convolution(node, inputs, isTransposed: true),
        "Transpose" => Transposed(inputs[0], Whole(node, "perm")),
        "Reshape" => Reshaped(inputs[0], Integers(inputs[1])),
        "Squeeze" => Squeezed(inputs[0], Integers(inputs[1])),
        "Slice" => Slice(inputs[0], Integers(inputs[1])[0], Integers(inputs[2])[0], Integers(inputs[3])[0]),
        "Gather" => Gather(inputs[0], inputs[1], (int)Attribute(node, "axis", 0)),
        "Concat" => Concat(inputs, (int)Attribute(node, "axis", 0)),
        "Tile" => Tile(inputs[0], Integers(inputs[1])),
        "TopK" => Largest(inputs[0], Integers(inputs[1])[0]),
        _ => null,
    };

    private static long Attribute(NodeProto node, string name, long otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? otherwise;

    private static int[] Whole(NodeProto node, string name) =>
        [.. node.Attribute.Single(attribute => attribute.Name == name).Ints.Select(value => (int)value)];

    private static float[] Constants(RowTensor tensor) => tensor.In([]).ToArray();

    private static int[] Integers(RowTensor constant) => Array.ConvertAll(Constants(constant), value => (int)value);

    /// <summary>A place in memory for a new value.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="behind">Values behind it that may be overwritten.</param>
    private RowTensor Room(int[] shape, int behind = 0)
    {
        var tensor = new RowTensor(shape, Size);
        Size = checked((Size + tensor.Length + behind + Alignment - 1) / Alignment * Alignment);
        return tensor;
    }

    /// <summary>Adds a step, or computes it at once where it has only constants.</summary>
    private RowTensor Add(RowStep step, RowTensor output, params ReadOnlySpan<RowTensor> inputs)
    {
        foreach (RowTensor input in inputs)
        {
            if (input.Constant is null)
            {
                Steps.Add(step);
                return output;
            }
        }

        var memory = new float[Size];
        step.Run(memory);
        return new RowTensor(output.Shape, 0, output.In(memory).ToArray());
    }
}
