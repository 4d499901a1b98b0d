using Xunit;
using static TorchSharp.torch;
using static VaeTransforms.Tests.Formulas.Layers.LayerRun;

namespace VaeTransforms.Tests.Formulas.Layers;

/// <summary>Layers that change the places of values in a picture or a signal.</summary>
public sealed class PictureLayerTests
{
    private static readonly TensorShape Picture = new(1, 2, 4);
    private static readonly double[] Pixels = [1, 5, 2, 0, 3, -1, 7, 4];

    [Fact]
    public void MaxPool_takes_the_largest_of_each_square() =>
        Assert.Equal([5, 7], Apply(Layer.MaxPool(), Picture, Pixels));

    [Fact]
    public void MaxPool_of_a_signal_takes_the_largest_of_each_piece() =>
        Assert.Equal([5, 2, 3, 7], Apply(Layer.MaxPool(), new TensorShape(2, 4), Pixels));

    [Fact]
    public void AveragePool_takes_the_mean_of_each_square() =>
        Assert.Equal([2, 3.25], Apply(Layer.AveragePool(), Picture, Pixels));

    [Fact]
    public void Upsample_makes_a_square_of_each_value() => Assert.Equal(
        [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4],
        Apply(Layer.Upsample(), new TensorShape(1, 2, 2), [1, 2, 3, 4]));

    [Fact]
    public void AveragePool_undoes_Upsample()
    {
        double[] large = Apply(Layer.Upsample(3), new TensorShape(2, 2, 2), Pixels);

        Assert.Equal(Pixels, Apply(Layer.AveragePool(3), new TensorShape(2, 6, 6), large), Near);
    }

    [Fact]
    public void Windows_that_do_not_divide_the_picture_are_refused() => Assert.Equal(
        "Windows of 2 do not divide [3, 7, 7]. Use a size that divides each axis but the first, or a convolution with a stride.",
        Assert.Throws<ArgumentException>(() => Layer.MaxPool().Output(new TensorShape(3, 7, 7))).Message);

    [Fact]
    public void GroupNorm_is_that_of_libtorch()
    {
        using var scope = NewDisposeScope();
        var shape = new TensorShape(4, 2, 3);
        double[] x = EveryFormula.Normal(1, shape.Width).Values;
        double[] gain = [1, 2, -1, 0.5];
        double[] bias = [0, 1, 2, 3];
        Tensor expected = nn.functional.group_norm(
            tensor(x).view(EveryFormula.Rows, 4, 2, 3), 2, tensor(gain), tensor(bias), 1e-5);

        Assert.Equal(expected.data<double>().ToArray(), Apply(Layer.GroupNorm(2), shape, x, gain, bias), Near);
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused() => Assert.Equal(
        "3 groups do not divide the 8 channels of [8, 4, 4]. Use a number that does.",
        Assert.Throws<ArgumentException>(() => Layer.GroupNorm(3).Output(new TensorShape(8, 4, 4))).Message);

    [Fact]
    public void Residual_adds_what_its_layers_give() => Assert.Equal(
        [1 + 21, 2 + 42],
        Apply(Layer.Residual(Layer.Dense(1), Layer.Dense(2)), new TensorShape(2), [1, 2], [1, 5], [10], [1, 2], [0, 0]));

    [Fact]
    public void Residual_layers_that_change_the_shape_are_refused() => Assert.Equal(
        "x + f(x) needs an f that gives the shape that comes in, [2], but its layers give [3].",
        Assert.Throws<ArgumentException>(() => Layer.Residual(Layer.Dense(3)).Output(new TensorShape(2))).Message);

    [Fact]
    public void Reshape_keeps_the_number_of_values() => Assert.Equal(
        "[6] has 6 values, but [2, 2] has 4.",
        Assert.Throws<ArgumentException>(() => Layer.Reshape(2, 2).Output(new TensorShape(6))).Message);

    [Fact]
    public void The_output_layer_enlarges_a_picture_and_cuts_off_what_is_beyond()
    {
        // One channel of 2 x 2 becomes 2 · 2 values for each place; the kernels copy the middle, times 1, 10, 100 and 1000.
        double[] kernels = [.. new[] { 1.0, 10, 100, 1000 }
            .SelectMany(factor => Enumerable.Range(0, 9).Select(i => i == 4 ? factor : 0))];

        Assert.Equal(
            [1, 10, 2, 100, 1000, 200, 3, 30, 4],
            Apply(
                new PictureOutputLayer(new TensorShape(1, 3, 3)),
                new TensorShape(1, 2, 2),
                [1, 2, 3, 4],
                kernels,
                new double[4]));
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
