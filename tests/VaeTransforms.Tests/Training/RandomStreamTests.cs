using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

public sealed class RandomStreamTests
{
    [Fact]
    public void A_stream_that_is_set_back_gives_the_same_numbers_again()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        _ = randn(7, float32, CPU, generator: generator);
        byte[] state = RandomStream.StateOf(generator);
        float[] first = Draw(generator);
        using var other = new Generator(8, CPU);

        RandomStream.Set(generator, state);
        RandomStream.Set(other, state);

        Assert.Equal(first, Draw(generator));
        Assert.Equal(first, Draw(other));
    }

    private static float[] Draw(Generator generator) =>
    [
        .. randn(40, float32, CPU, generator: generator).data<float>(),
        .. rand(5, float32, CPU, generator: generator).data<float>(),
        .. randperm(50, int64, CPU, generator: generator).to(float32).data<float>(),
    ];
}
