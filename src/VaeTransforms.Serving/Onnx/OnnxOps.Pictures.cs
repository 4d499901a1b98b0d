namespace VaeTransforms.Onnx;

// Axes within a row, and windows over pictures.
internal sealed partial class OnnxOps
{
    public OnnxValue Permute(OnnxValue a, IReadOnlyList<int> sizes, IReadOnlyList<int> order)
    {
        if (a.Constant is not null)
        {
            return Folded(a, constant => Arrays.Permute(constant, sizes, order))!;
        }

        string shaped = Reshaped(NameOf(a), [-1, .. sizes.Select(size => (long)size)]);
        int[] axes = [0, .. order.Select(axis => axis + 1)];
        string permuted = graph.Transposed(Name("Transpose", shaped, string.Join('.', axes.Select(Text))), shaped, axes);
        return new OnnxValue(Reshaped(permuted, -1, a.Width), a.Width);
    }

    public OnnxValue Convolve(OnnxValue x, OnnxValue weight, OnnxValue bias, ConvolutionShape shape)
    {
        string pictures = Reshaped(NameOf(x), -1, shape.Channels, shape.Height, shape.Width);
        string kernels = Reshaped(NameOf(weight), [.. shape.Weight.Select(size => (long)size)]);
        string name = Name($"Conv.{shape}", pictures, kernels, NameOf(bias));
        int width = shape.OutputShape.Width;
        return new OnnxValue(Reshaped(graph.Convolution(name, shape, pictures, kernels, NameOf(bias)), -1, width), width);
    }
}
