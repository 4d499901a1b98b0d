using Xunit;
using static VaeTransforms.Tests.Formulas.Layers.LayerRun;

namespace VaeTransforms.Tests.Formulas.Layers;

public sealed class ConvolutionLayerTests
{
    // A kernel that is not its own mirror image, so that a convolution by the textbook, which turns it, would show.
    private static readonly double[] Kernel = [1, 2, 0, 0, 3, 0, 0, 0, -1];

    [Fact]
    public void A_picture_is_multiplied_by_the_kernel_at_each_place_with_zeros_around() => Assert.Equal(
        // 1 2 3     the value at (r, c) is bias + x[r-1, c-1] + 2 x[r-1, c] + 3 x[r, c] - x[r+1, c+1]
        // 4 5 6
        // 7 8 9
        [
            10 + 3 - 5, 10 + 6 - 6, 10 + 9,
            10 + 2 + 12 - 8, 10 + 1 + 4 + 15 - 9, 10 + 2 + 6 + 18,
            10 + 8 + 21, 10 + 4 + 10 + 24, 10 + 5 + 12 + 27,
        ],
        Apply(Layer.Convolution(1), new TensorShape(1, 3, 3), Range(9), Kernel, [10]));

    [Fact]
    public void A_stride_takes_every_second_place() => Assert.Equal(
        [3 - 5, 9, 8 + 21, 5 + 12 + 27],
        Apply(Layer.Convolution(1, stride: 2), new TensorShape(1, 3, 3), Range(9), Kernel, [0]));

    [Fact]
    public void Channels_are_added_up_and_each_of_the_result_has_its_own_kernel() => Assert.Equal(
        [1 + 30, 2 + 40, 10 + 3, 20 + 4],
        Apply(Layer.Convolution(2, kernel: 1), new TensorShape(2, 2), [1, 2, 3, 4], [1, 10, 10, 1], [0, 0]));

    [Theory]
    [InlineData(28, 3, 2, 14)]
    [InlineData(7, 3, 2, 4)]
    [InlineData(28, 4, 2, 14)]
    [InlineData(9, 5, 1, 9)]
    public void An_odd_kernel_keeps_the_size_and_a_stride_divides_it(int size, int kernel, int stride, int expected) =>
        Assert.Equal(
            new TensorShape(8, expected, expected), Layer.Convolution(8, kernel, stride).Output(new TensorShape(3, size, size)));

    [Fact]
    public void A_transposed_convolution_is_the_adjoint_of_a_convolution()
    {
        // <conv(x), y> = <x, transposed(y)> for all x and y, with the same kernels.
        var large = new TensorShape(2, 6, 8);
        var small = new TensorShape(3, 3, 4);
        double[] x = EveryFormula.Normal(1, large.Width, rows: 1).Values;
        double[] y = EveryFormula.Normal(2, small.Width, rows: 1).Values;
        double[] kernels = EveryFormula.Normal(3, 3 * 2 * 4 * 4, rows: 1).Values;

        double[] down = Apply(Layer.Convolution(3, kernel: 4, stride: 2), large, x, kernels, [0, 0, 0]);
        double[] up = Apply(Layer.TransposedConvolution(2), small, y, kernels, [0, 0]);

        Assert.Equal(down.Zip(y, (a, b) => a * b).Sum(), up.Zip(x, (a, b) => a * b).Sum(), 1e-9);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(3, 2)]
    [InlineData(3, 1)]
    [InlineData(5, 3)]
    public void A_transposed_convolution_multiplies_the_size_by_its_stride(int kernel, int stride) => Assert.Equal(
        new TensorShape(8, 7 * stride, 5 * stride),
        Layer.TransposedConvolution(8, kernel, stride).Output(new TensorShape(3, 7, 5)));

    [Fact]
    public void A_transposed_kernel_that_cannot_reach_every_place_is_refused() => Assert.Equal(
        "A transposed convolution with the stride 1 makes its input 1 times as large, which a kernel of 2 cannot. Use an odd "
            + "kernel of at least the stride, or an even one with an even stride.",
        Assert.Throws<ArgumentException>(() => Layer.TransposedConvolution(1, 2, 1).Output(new TensorShape(1, 4, 4))).Message);

    [Fact]
    public void A_vector_is_refused_with_the_shapes_that_are_taken() => Assert.Equal(
        "The layer takes a picture [channels, height, width] or a signal [channels, length], not the shape [64]. Set "
            + "VaeNetwork.InputShape, or reshape the values first.",
        Assert.Throws<ArgumentException>(() => Layer.Convolution(8).Output(new TensorShape(64))).Message);

    [Fact]
    public void A_kernel_larger_than_the_picture_is_refused() =>
        Assert.Throws<ArgumentException>(() => Layer.Convolution(8, kernel: 4, stride: 2).Output(new TensorShape(1, 1, 16)));

    [Theory]
    [InlineData(0, 3, 1, "channels")]
    [InlineData(8, 0, 1, "kernel")]
    [InlineData(8, 3, 256, "stride")]
    public void Numbers_out_of_range_are_refused(int channels, int kernel, int stride, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => Layer.Convolution(channels, kernel, stride));
}
