using VaeTransforms.Formulas;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Formulas.Layers;

public sealed class LayerNormLayerTests
{
    private static readonly double[] Gain = [1, -2, 0.5];
    private static readonly double[] Bias = [0, 1, -1];

    [Fact]
    public void It_computes_what_libtorchs_own_layer_does()
    {
        using var scope = NewDisposeScope();
        double[] x = [0.3, -1, 2, 5, 5.5, 4];
        Tensor expected = nn.functional.layer_norm(tensor(x).view(2, 3), [3], tensor(Gain), tensor(Bias), 1e-5);

        Assert.Equal(expected.data<double>().ToArray(), Apply(new ArrayValue(x, 3)), new Near());
    }

    [Fact]
    public void Equal_values_give_the_bias() => Assert.Equal(Bias, Apply(new ArrayValue([7, 7, 7], 3)), new Near());

    private static double[] Apply(ArrayValue rows) => Layer.LayerNorm.Apply(
        new ArrayOps(),
        rows,
        new TensorShape(3),
        new Dictionary<string, ArrayValue> { ["gain"] = new(Gain, 3), ["bias"] = new(Bias, 3) }).Values;

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12;

        public int GetHashCode(double value) => 0;
    }
}
