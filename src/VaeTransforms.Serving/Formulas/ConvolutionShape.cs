namespace VaeTransforms;

/// <summary>The sizes of a convolution over pictures [channels, height, width], or of its transpose.</summary>
/// <remarks>
/// A convolution gives, with padding p on each side and stride s, (height + 2 p - kernel) / s + 1 rows, rounded down. The
/// transposed one is the gradient of a convolution by its input: it gives s · height rows. A signal [channels, length] has the
/// height 1.
/// </remarks>
public sealed record ConvolutionShape
{
    /// <summary>Channels that come in.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows of the picture that comes in.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of the picture that comes in.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of the result.</summary>
    public required int OutputChannels { get; init; }

    /// <summary>The size of the square that moves over the picture; over a signal a line.</summary>
    public required int Kernel { get; init; }

    /// <summary>How far it moves at a time.</summary>
    public required int Stride { get; init; }

    /// <summary>Whether this is the transpose, which makes pictures larger.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Whether this is a signal: kernel, stride and padding are 1, 1 and 0 along the height.</summary>
    public bool IsSignal { get; init; }

    /// <summary>Height and width of the kernel.</summary>
    public (int Height, int Width) Kernels => (IsSignal ? 1 : Kernel, Kernel);

    /// <summary>The stride along the height and the width.</summary>
    public (int Height, int Width) Strides => (IsSignal ? 1 : Stride, Stride);

    /// <summary>Zeros on each side, along the height and the width.</summary>
    public (int Height, int Width) Paddings => (Padding(Kernels.Height), Padding(Kernels.Width));

    /// <summary>Values that the transpose gives at the end, beyond the windows, along the height and the width.</summary>
    public (int Height, int Width) Extras => IsTransposed
        ? (Extra(Kernels.Height, Strides.Height), Extra(Kernels.Width, Strides.Width))
        : (0, 0);

    /// <summary>Rows of the result.</summary>
    public int OutputHeight => Output(Height, Kernels.Height, Strides.Height);

    /// <summary>Columns of the result.</summary>
    public int OutputWidth => Output(Width, Kernels.Width, Strides.Width);

    /// <summary>
    /// The sizes of the kernels as libtorch and ONNX have them: [output channels, channels, kernel, kernel], for the transpose
    /// [channels, output channels, kernel, kernel].
    /// </summary>
    public IReadOnlyList<int> Weight => IsTransposed
        ? [Channels, OutputChannels, Kernels.Height, Kernels.Width]
        : [OutputChannels, Channels, Kernels.Height, Kernels.Width];

    /// <summary>Multiplications for one row.</summary>
    internal long Multiplications =>
        (long)OutputChannels * Channels * Kernels.Height * Kernels.Width
            * (IsTransposed ? (long)Height * Width : (long)OutputHeight * OutputWidth);

    /// <summary>The convolution of values of some shape.</summary>
    /// <param name="input">[channels, height, width] or [channels, length].</param>
    /// <param name="channels">Channels of the result.</param>
    /// <param name="kernel">The size of the window.</param>
    /// <param name="stride">How far it moves at a time.</param>
    /// <param name="isTransposed">Whether it is the transpose.</param>
    /// <exception cref="ArgumentException">It does not fit the shape.</exception>
    internal static ConvolutionShape Of(TensorShape input, int channels, int kernel, int stride, bool isTransposed = false)
    {
        if (input.Sizes.Count is not (2 or 3))
        {
            throw Windows.Misfit(input);
        }

        var shape = new ConvolutionShape
        {
            Channels = input.Sizes[0],
            Height = input.Sizes.Count == 3 ? input.Sizes[1] : 1,
            Width = input.Sizes[^1],
            OutputChannels = channels,
            Kernel = kernel,
            Stride = stride,
            IsTransposed = isTransposed,
            IsSignal = input.Sizes.Count == 2,
        };
        if (shape.OutputHeight < 1 || shape.OutputWidth < 1)
        {
            throw new ArgumentException($"A kernel of {kernel} is larger than {input} with its padding. Use a smaller kernel.");
        }

        return shape.Extras.Width >= 0 && shape.Extras.Width < stride
            ? shape
            : throw new ArgumentException(
                $"A transposed convolution with the stride {stride} makes its input {stride} times as large, which a kernel of "
                    + $"{kernel} cannot. Use an odd kernel of at least the stride, or an even one with an even stride.");
    }

    /// <summary>The shape of the result: like the input, a picture or a signal.</summary>
    internal TensorShape OutputShape => IsSignal
        ? new TensorShape(OutputChannels, OutputWidth)
        : new TensorShape(OutputChannels, OutputHeight, OutputWidth);

    private static int Padding(int kernel) => (kernel - 1) / 2;

    private static int Extra(int kernel, int stride) => stride + (2 * Padding(kernel)) - kernel;

    private int Output(int size, int kernel, int stride)
    {
        int moves = size + (2 * Padding(kernel)) - kernel;
        return IsTransposed ? checked(size * stride)
            : moves < 0 ? 0
            : (moves / stride) + 1;
    }
}
