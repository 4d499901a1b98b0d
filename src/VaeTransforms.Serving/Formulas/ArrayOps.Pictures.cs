namespace VaeTransforms.Formulas;

// Axes within a row, and windows over pictures.
internal partial class ArrayOps
{
    public ArrayValue Permute(ArrayValue a, IReadOnlyList<int> sizes, IReadOnlyList<int> order) =>
        SelectColumns(a, PermutedPlaces(sizes, order));

    public ArrayValue Convolve(ArrayValue x, ArrayValue weight, ArrayValue bias, ConvolutionShape shape)
    {
        int area = shape.OutputHeight * shape.OutputWidth;
        var values = new double[x.Rows * shape.OutputChannels * area];
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> output = values.AsSpan(row * shape.OutputChannels * area, shape.OutputChannels * area);
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = bias.Values[i / area];
            }

            AddProducts(x.Values.AsSpan(row * x.Width, x.Width), weight.Values, shape, output);
        }

        return new ArrayValue(values, shape.OutputChannels * area);
    }

    /// <summary>For each value of the result, its place before.</summary>
    public static int[] PermutedPlaces(IReadOnlyList<int> sizes, IReadOnlyList<int> order)
    {
        int[] steps = new int[sizes.Count];
        for (int axis = sizes.Count - 1, step = 1; axis >= 0; step *= sizes[axis--])
        {
            steps[axis] = step;
        }

        return [.. order.Aggregate(
            Enumerable.Repeat(0, 1),
            (places, axis) => places.SelectMany(
                place => Enumerable.Range(0, sizes[axis]).Select(i => place + (i * steps[axis]))))];
    }

    /// <summary>Adds every product of a value and a number of a kernel where they meet.</summary>
    private static void AddProducts(ReadOnlySpan<double> x, double[] weight, ConvolutionShape shape, Span<double> output)
    {
        // The large picture is the input of a convolution and the output of its transpose.
        (int smallHeight, int small, int largeHeight, int large) = shape.IsTransposed
            ? (shape.Height, shape.Width, shape.OutputHeight, shape.OutputWidth)
            : (shape.OutputHeight, shape.OutputWidth, shape.Height, shape.Width);
        int place = 0;
        for (int outer = 0; outer < shape.Weight[0]; outer++)
        {
            for (int inner = 0; inner < shape.Weight[1]; inner++)
            {
                for (int i = 0; i < shape.Kernels.Height; i++)
                {
                    for (int j = 0; j < shape.Kernels.Width; j++, place++)
                    {
                        for (int y = 0; y < smallHeight; y++)
                        {
                            for (int z = 0; z < small; z++)
                            {
                                int top = (y * shape.Strides.Height) + i - shape.Paddings.Height;
                                int left = (z * shape.Strides.Width) + j - shape.Paddings.Width;
                                if (top < 0 || top >= largeHeight || left < 0 || left >= large)
                                {
                                    continue;
                                }

                                int inSmall = (((outer * smallHeight) + y) * small) + z;
                                int inLarge = (((inner * largeHeight) + top) * large) + left;
                                (int to, int from) = shape.IsTransposed ? (inLarge, inSmall) : (inSmall, inLarge);
                                output[to] += x[from] * weight[place];
                            }
                        }
                    }
                }
            }
        }
    }
}
