using VaeTransforms.Formulas;
using VaeTransforms.Onnx.Schema;
using DataType = VaeTransforms.Onnx.Schema.TensorProto.Types.DataType;

namespace VaeTransforms.Onnx;

// What each kind of node becomes.
internal sealed partial class RowCompiler
{
    private RowTensor Binary(BinaryStep.Kernel kernel, RowTensor a, RowTensor b)
    {
        var broadcast = new Broadcast(a.Shape, b.Shape);
        RowTensor output = Room(broadcast.Shape);
        return Add(new BinaryStep(kernel, broadcast, a, b, output), output, a, b);
    }

    private RowTensor Unary(UnaryStep.Kernel kernel, RowTensor a)
    {
        RowTensor output = Room(a.Shape);
        return Add(new UnaryStep(kernel, a, output), output, a);
    }

    private RowTensor? Cast(DataType type, RowTensor a) => type switch
    {
        DataType.Float => a,
        DataType.Int64 => Unary(UnaryStep.Truncate, a),
        DataType.Bool => Unary(UnaryStep.IsTrue, a),
        _ => null,
    };

    private RowTensor Choice(RowTensor condition, RowTensor a, RowTensor b)
    {
        var broadcast = new Broadcast(condition.Shape, a.Shape, b.Shape);
        RowTensor output = Room(broadcast.Shape);
        return Add(new ChoiceStep(broadcast, condition, a, b, output), output, condition, a, b);
    }

    /// <summary>alpha · a · b + c.</summary>
    private RowTensor? Gemm(NodeProto node, RowTensor[] inputs)
    {
        float alpha = node.Attribute.FirstOrDefault(attribute => attribute.Name == "alpha")?.F ?? 1;
        RowTensor? product = Product(inputs[0], inputs[1], alpha, Attribute(node, "transB", 0) == 1);
        return product is null ? null : Binary(BinaryStep.Kernels["Add"], product, inputs[2]);
    }

    private RowTensor? Product(RowTensor a, RowTensor b, float alpha, bool isTransposed)
    {
        int outputs = isTransposed ? b.Shape[0] : b.Shape[1];
        if (b.Constant is null || outputs == 1)
        {
            // A column is the same when it is transposed.
            RowTensor matrix = outputs == 1 ? b.As(b.Length, 1) : b;
            RowTensor result = Room([a.Shape[0], outputs]);
            return alpha == 1 && (!isTransposed || outputs == 1) ? Add(new ProductStep(a, matrix, result), result, a, b) : null;
        }

        int inputs = b.Length / outputs;
        ReadOnlySpan<float> values = b.In([]);
        var packed = new float[inputs, outputs];
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = isTransposed ? (i % inputs, i / inputs) : (i / outputs, i % outputs);
            packed[row, column] = alpha * values[i];
        }

        RowTensor output = Room([a.Shape[0], outputs], PackedProductStep.Room);
        return Add(new PackedProductStep(a, packed, output), output, a, b);
    }

    private RowTensor Reduce(bool isSum, RowTensor a, int axis)
    {
        RowTensor output = Room([.. a.Shape[..axis], 1, .. a.Shape[(axis + 1)..]]);
        return Add(new ReduceStep(isSum, a, axis, output), output, a);
    }

    /// <summary>A convolution of one picture [1, channels, height, width], or its transpose.</summary>
    private RowTensor Convolution(NodeProto node, RowTensor[] inputs, bool isTransposed)
    {
        RowTensor kernels = inputs[1];
        int[] strides = Whole(node, "strides");
        int[] paddings = Whole(node, "pads");
        int[] extras = isTransposed ? Whole(node, "output_padding") : [0, 0];
        int[] sizes = [.. Enumerable.Range(0, 2).Select(axis => isTransposed
            ? ((inputs[0].Shape[axis + 2] - 1) * strides[axis]) - (2 * paddings[axis]) + kernels.Shape[axis + 2] + extras[axis]
            : ((inputs[0].Shape[axis + 2] + (2 * paddings[axis]) - kernels.Shape[axis + 2]) / strides[axis]) + 1)];
        RowTensor output = Room([1, kernels.Shape[isTransposed ? 1 : 0], .. sizes]);
        var step = new ConvolutionStep(isTransposed, strides, paddings, inputs[0], kernels, inputs[2], output);
        return Add(step, output, inputs);
    }

    private RowTensor Transposed(RowTensor a, int[] order)
    {
        float[] places = Array.ConvertAll(ArrayOps.PermutedPlaces(a.Shape, order), place => (float)place);
        RowTensor permuted = Gather(a.As(a.Length), new RowTensor([a.Length], 0, places), 0);
        return permuted.As([.. order.Select(axis => a.Shape[axis])]);
    }

    private static RowTensor Reshaped(RowTensor a, int[] sizes)
    {
        int known = sizes.Where(size => size >= 0).Aggregate(1, (product, size) => product * size);
        return a.As(Array.ConvertAll(sizes, size => size < 0 ? a.Length / known : size));
    }

    private static RowTensor Squeezed(RowTensor a, int[] axes) =>
        a.As([.. a.Shape.Where((_, axis) => !axes.Contains(axis))]);

    private RowTensor Slice(RowTensor a, int start, int end, int axis)
    {
        int count = end - start;
        int[] shape = [.. a.Shape[..axis], count, .. a.Shape[(axis + 1)..]];
        return a.Outer(axis) == 1
            ? a.Part(start * a.Inner(axis), shape)
            : Gather(a, new RowTensor([count], 0, [.. Enumerable.Range(start, count).Select(place => (float)place)]), axis);
    }

    private RowTensor Gather(RowTensor a, RowTensor places, int axis)
    {
        RowTensor output = Room([.. a.Shape[..axis], .. places.Shape, .. a.Shape[(axis + 1)..]]);
        return Add(new GatherStep(a, places, axis, output), output, a, places);
    }

    private RowTensor Concat(RowTensor[] parts, int axis)
    {
        RowTensor output = Room(
            [.. parts[0].Shape[..axis], parts.Sum(part => part.Shape[axis]), .. parts[0].Shape[(axis + 1)..]]);
        return Add(new ConcatStep(parts, axis, output), output, parts);
    }

    private RowTensor Tile(RowTensor a, int[] repeats)
    {
        RowTensor tiled = a;
        for (int axis = 0; axis < repeats.Length; axis++)
        {
            tiled = repeats[axis] == 1 ? tiled : Concat([.. Enumerable.Repeat(tiled, repeats[axis])], axis);
        }

        return tiled;
    }

    private RowTensor Largest(RowTensor a, int count)
    {
        int[] shape = [.. a.Shape[..^1], count];
        RowTensor values = Room(shape);
        RowTensor output = Room(shape);
        return Add(new LargestStep(a, count, values, output), output, a);
    }
}
