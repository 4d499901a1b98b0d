using System.Numerics.Tensors;

namespace VaeTransforms.Onnx;

/// <summary>
/// A convolution of one picture, or its transpose. In both, a number of a kernel connects the values of a small picture with
/// those of a large one, the input of a convolution.
/// </summary>
/// <param name="isTransposed">Whether the small picture is the input.</param>
/// <param name="strides">Along height and width.</param>
/// <param name="paddings">Along height and width.</param>
/// <param name="input">[1, channels, height, width].</param>
/// <param name="kernels">[channels of the small picture, channels of the large one, height, width].</param>
/// <param name="bias">[channels of the output].</param>
/// <param name="output">[1, channels, height, width].</param>
internal sealed class ConvolutionStep(
    bool isTransposed, int[] strides, int[] paddings, RowTensor input, RowTensor kernels, RowTensor bias, RowTensor output)
    : RowStep
{
    private readonly int[] _small = (isTransposed ? input : output).Shape;
    private readonly int[] _large = (isTransposed ? output : input).Shape;

    public override long MultiplyAdds => (long)kernels.Length * _small[2] * _small[3];

    public override void Run(float[] memory)
    {
        ReadOnlySpan<float> x = input.In(memory);
        ReadOnlySpan<float> weights = kernels.In(memory);
        ReadOnlySpan<float> start = bias.In(memory);
        Span<float> result = output.In(memory);
        int area = output.Inner(1);
        for (int channel = 0; channel < start.Length; channel++)
        {
            result.Slice(channel * area, area).Fill(start[channel]);
        }

        int place = 0;
        for (int small = 0; small < kernels.Shape[0]; small++)
        {
            for (int large = 0; large < kernels.Shape[1]; large++)
            {
                for (int i = 0; i < kernels.Shape[2]; i++)
                {
                    for (int j = 0; j < kernels.Shape[3]; j++)
                    {
                        AddLines(x, result, small, large, i - paddings[0], j - paddings[1], weights[place++]);
                    }
                }
            }
        }
    }

    /// <summary>Adds the products with one number of a kernel.</summary>
    /// <param name="x">The input.</param>
    /// <param name="result">The output.</param>
    /// <param name="small">The channel of the small picture.</param>
    /// <param name="large">The channel of the large one.</param>
    /// <param name="down">How far the value of the large picture is below that of the small one, both at the origin.</param>
    /// <param name="right">How far it is to the right.</param>
    /// <param name="weight">The number.</param>
    private void AddLines(ReadOnlySpan<float> x, Span<float> result, int small, int large, int down, int right, float weight)
    {
        // The places of a line whose partner is inside the large picture.
        int stride = strides[1];
        int first = right < 0 ? (-right + stride - 1) / stride : 0;
        int last = _large[3] - 1 - right;
        int count = last < 0 ? 0 : Math.Min(_small[3], (last / stride) + 1) - first;
        for (int line = 0; line < _small[2] && count > 0; line++)
        {
            int partner = (line * strides[0]) + down;
            if (partner < 0 || partner >= _large[2])
            {
                continue;
            }

            int inSmall = (((small * _small[2]) + line) * _small[3]) + first;
            int inLarge = (((large * _large[2]) + partner) * _large[3]) + (first * stride) + right;
            if (isTransposed)
            {
                for (int i = 0; i < count; i++)
                {
                    result[inLarge + (i * stride)] += weight * x[inSmall + i];
                }
            }
            else if (stride == 1)
            {
                Span<float> sums = result.Slice(inSmall, count);
                TensorPrimitives.MultiplyAdd(x.Slice(inLarge, count), weight, sums, sums);
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    result[inSmall + i] += weight * x[inLarge + (i * stride)];
                }
            }
        }
    }
}
