namespace VaeTransforms.Training;

/// <summary>How many channels of zeros make whole blocks of those that a convolution sums over.</summary>
/// <remarks>
/// oneDNN, with which libtorch computes convolutions on processors, takes the channels in blocks of 8 or 16. Where the last block
/// is not full, libtorch 2.10 reads behind it on some processors, and results depend on what is there: they are NaN, or wrong.
/// </remarks>
internal static class ChannelBlocks
{
    private const int Block = 16;

    // For so few channels that come in, as the first layer has them, oneDNN has code without blocks.
    private const int MaxColors = 3;

    /// <summary>Zeros for the result.</summary>
    public static int MissingIn(ConvolutionShape shape) => Missing(shape.Channels, isPlain: !shape.IsTransposed);

    /// <summary>Zeros for the gradient by the input: the transpose of a convolution over the channels of the result.</summary>
    public static int MissingOut(ConvolutionShape shape) => Missing(shape.OutputChannels, isPlain: shape.IsTransposed);

    private static int Missing(int channels, bool isPlain) =>
        isPlain && channels <= MaxColors ? 0 : (Block - (channels % Block)) % Block;
}
