namespace VaeTransforms.Training;

// Axes within a row, and windows over pictures.
internal sealed partial class ScriptOps
{
    public ScriptValue Permute(ScriptValue a, IReadOnlyList<int> sizes, IReadOnlyList<int> order)
    {
        ScriptValue value = Result(Permuted(a.Name, sizes, order), a);
        int[] permuted = [.. order.Select(axis => sizes[axis])];
        int[] inverse = [.. Enumerable.Range(0, sizes.Count).Select(axis => order.ToList().IndexOf(axis))];
        _gradients.Record(value, (a, g => Permuted(g, permuted, inverse)));
        return value;

        string Permuted(string name, IReadOnlyList<int> from, IReadOnlyList<int> to) =>
            $"torch.flatten(torch.permute({Shaped(name, -1, from)}, [0, {string.Join(", ", to.Select(axis => axis + 1))}]), 1)";
    }

    public ScriptValue Convolve(ScriptValue x, ScriptValue weight, ScriptValue bias, ConvolutionShape shape)
    {
        string pictures = _lines.Variable(Shaped(x.Name, -1, [shape.Channels, shape.Height, shape.Width]));
        string kernels = _lines.Variable(Shaped(weight.Name, shape.Weight[0], [.. shape.Weight.Skip(1)]));
        string windows = $"{Pair(shape.Strides)}, {Pair(shape.Paddings)}, [1, 1], {(shape.IsTransposed ? "True" : "False")}, "
            + $"{Pair(shape.Extras)}, 1";
        int width = shape.OutputShape.Width;
        int missing = ChannelBlocks.MissingIn(shape);
        int summed = shape.IsTransposed ? 0 : 1;
        string convolved = $"torch.flatten(torch.convolution({Padded(pictures, 1, missing)}, {Padded(kernels, summed, missing)}, "
            + $"{bias.Name}, {windows}), 1)";
        ScriptValue value = Result(convolved, x, weight, bias) with { Width = width };
        _gradients.Record(
            value,
            (x, ByInput),
            (weight, ByWeight),
            (bias, g => $"torch.sum({Outer(g)}, [0, 2, 3])"));
        return value;

        string Outer(string g) => Shaped(g, -1, [shape.OutputChannels, shape.OutputHeight, shape.OutputWidth]);

        string ByInput(string g)
        {
            int zeros = ChannelBlocks.MissingOut(shape);
            string gradients = $"torch.convolution_backward({Padded(Outer(g), 1, zeros)}, {pictures}, "
                + $"{Padded(kernels, 1 - summed, zeros)}, [{_lines.Size(shape.OutputChannels + zeros)}], {windows}, "
                + "[True, False, False])";
            return $"torch.reshape({gradients}[0], {x.Name}.size())";
        }

        string ByWeight(string g)
        {
            string gradients = $"torch.convolution_backward({Outer(g)}, {pictures}, {kernels}, "
                + $"[{_lines.Size(shape.OutputChannels)}], {windows}, [False, True, False])";
            return $"torch.reshape({gradients}[1], {weight.Name}.size())";
        }

        // With zeros behind an axis: libtorch counts from the last axis, before and behind.
        string Padded(string name, int axis, int zeros)
        {
            string others = string.Concat(Enumerable.Repeat("0, ", 2 * (3 - axis)));
            return zeros == 0 ? name : $"torch.constant_pad_nd({name}, [{others}0, {_lines.Size(zeros)}])";
        }

        string Pair((int Height, int Width) sizes) => $"[{_lines.Size(sizes.Height)}, {_lines.Size(sizes.Width)}]";
    }

    /// <summary>A value with several axes after the first.</summary>
    private string Shaped(string name, int first, IReadOnlyList<int> sizes) =>
        $"torch.reshape({name}, [{(first < 0 ? "-1" : _lines.Size(first))}, {string.Join(", ", sizes.Select(_lines.Size))}])";
}
