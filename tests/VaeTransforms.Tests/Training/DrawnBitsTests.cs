using TorchSharp;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

/// <summary>Bits that training draws from intensities.</summary>
public sealed class DrawnBitsTests
{
    [Fact]
    public void A_bit_is_one_as_often_as_its_probability_says()
    {
        const int Rows = 40_000;
        float[] probabilities = [0, 0.1f, 0.5f, 0.93f, 1];
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);

        Tensor bits = DrawnBits.Of(tensor(probabilities).repeat(Rows, 1), generator);

        float[] means = bits.mean([0]).data<float>().ToArray();
        for (int i = 0; i < probabilities.Length; i++)
        {
            // Five standard errors.
            double error = Math.Sqrt(probabilities[i] * (1 - probabilities[i]) / Rows);
            Assert.Equal(probabilities[i], means[i], 1e-9 + (5 * error));
        }

        Assert.Equal([0f, 1f], bits.data<float>().ToArray().Distinct().Order());
    }
}
