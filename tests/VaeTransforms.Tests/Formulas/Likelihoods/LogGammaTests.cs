using MathNet.Numerics;
using VaeTransforms.Formulas;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class LogGammaTests
{
    private static readonly double[] Arguments =
        [.. Enumerable.Range(0, 2000).Select(i => (double)(float)Math.Pow(10, -3 + (9 * i / 1999.0))), 1, 2, 3, 2.75, 3.25];

    [Fact]
    public void It_is_MathNets_in_double_precision()
    {
        double[] computed = LogGamma.Of(new ArrayOps(), new ArrayValue(Arguments, 1)).Values;

        AssertEqual(Arguments.Select(SpecialFunctions.GammaLn), computed, 1e-7);
    }

    [Fact]
    public void It_keeps_six_digits_in_single_precision()
    {
        using var scope = NewDisposeScope();
        Tensor arguments = tensor(Array.ConvertAll(Arguments, z => (float)z)).view(-1, 1);
        float[] computed = LogGamma.Of(new TorchOps(), arguments).contiguous().data<float>().ToArray();

        AssertEqual(Arguments.Select(SpecialFunctions.GammaLn), computed.Select(value => (double)value), 1e-6);
    }

    private static void AssertEqual(IEnumerable<double> expected, IEnumerable<double> computed, double tolerance) => Assert.All(
        expected.Zip(computed),
        pair => Assert.Equal(pair.First, pair.Second, tolerance * Math.Max(1, Math.Abs(pair.First))));
}
