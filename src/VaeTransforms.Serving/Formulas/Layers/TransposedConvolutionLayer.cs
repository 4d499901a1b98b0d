namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// The transpose of a convolution: each value of a picture [channels, height, width], or of a signal [channels, length],
    /// adds a window to the result, which is <paramref name="stride"/> times as large.
    /// </summary>
    /// <param name="channels">Channels of the result, from 1 to 65,536.</param>
    /// <param name="kernel">
    /// The size of the window along each axis, from 1 to 255. Default: 4, which every value of the result meets equally often
    /// with the stride 2.
    /// </param>
    /// <param name="stride">How many times as large the result is, from 1 to 255. Default: 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <remarks>
    /// Zeiler, Krishnan, Taylor and Fergus 2010, 'Deconvolutional networks'. Odena, Dumoulin and Olah 2016, 'Deconvolution and
    /// checkerboard artifacts', on kernels that the stride divides.
    /// </remarks>
    public static Layer TransposedConvolution(int channels, int kernel = 4, int stride = 2) =>
        new TransposedConvolutionLayer(channels, kernel, stride);
}

/// <summary>The gradient of <see cref="ConvolutionLayer"/> by its input, plus a bias for each channel.</summary>
/// <param name="Channels">Of the result.</param>
/// <param name="Kernel">The size of the window.</param>
/// <param name="Stride">How many times as large the result is.</param>
internal sealed record TransposedConvolutionLayer(int Channels, int Kernel, int Stride) : Layer
{
    public int Channels { get; } = ConvolutionLayer.CheckChannels(Channels);

    public int Kernel { get; } = ConvolutionLayer.CheckSize(Kernel, "kernel");

    public int Stride { get; } = ConvolutionLayer.CheckSize(Stride, "stride");

    public override TensorShape Output(TensorShape input) => Shape(input).OutputShape;

    public override IEnumerable<WeightShape> Weights(TensorShape input) => ConvolutionLayer.Arrays(Shape(input));

    public override long Multiplications(TensorShape input) => Shape(input).Multiplications;

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
        ops.Convolve(input, weights["weight"], weights["bias"], Shape(shape));

    private ConvolutionShape Shape(TensorShape input) => ConvolutionShape.Of(input, Channels, Kernel, Stride, isTransposed: true);
}
