using static TorchSharp.torch;

namespace VaeTransforms.Training;

// Axes within a row, and windows over pictures.
internal sealed partial class TorchOps
{
    public Tensor Permute(Tensor a, IReadOnlyList<int> sizes, IReadOnlyList<int> order) => a
        .reshape([-1, .. sizes.Select(size => (long)size)])
        .permute([0, .. order.Select(axis => axis + 1L)])
        .reshape(-1, a.shape[^1]);

    public Tensor Convolve(Tensor x, Tensor weight, Tensor bias, ConvolutionShape shape)
    {
        long missing = ChannelBlocks.MissingIn(shape);
        Tensor pictures = Padded(x.reshape(-1, shape.Channels, shape.Height, shape.Width), axis: 1, missing);
        Tensor kernels = Padded(
            weight.view([.. shape.Weight.Select(size => (long)size)]), axis: shape.IsTransposed ? 0 : 1, missing);
        long[] strides = [shape.Strides.Height, shape.Strides.Width];
        long[] paddings = [shape.Paddings.Height, shape.Paddings.Width];
        Tensor result = shape.IsTransposed
            ? nn.functional.conv_transpose2d(
                pictures, kernels, bias, strides, paddings, [shape.Extras.Height, shape.Extras.Width])
            : nn.functional.conv2d(pictures, kernels, bias, strides, paddings);
        return result.flatten(1);
    }

    /// <summary>With zeros behind one of four axes.</summary>
    private static Tensor Padded(Tensor a, int axis, long count)
    {
        long[] sizes = [.. a.shape];
        sizes[axis] = count;
        return count == 0 ? a : cat([a, zeros(sizes, a.dtype, a.device)], axis);
    }
}
