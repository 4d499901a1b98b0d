using TorchSharp;
using TorchSharp.Modules;
using VaeTransforms.Interop;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

public sealed class AdamUpdateTests
{
    public AdamUpdateTests() => TorchRuntime.EnsureLoaded(null);

    [Fact]
    public void Steps_match_TorchSharps_own_Adam()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        Tensor start = randn(50, float32, CPU, generator: generator);
        Tensor ours = start.clone();
        Tensor gradient = zeros(50, float32, CPU);
        using var adam = new AdamUpdate(ours, gradient);
        var theirs = new Parameter(start.clone());
        using var peer = optim.Adam([theirs], lr: 0.01);

        for (int step = 0; step < 30; step++)
        {
            Tensor next = randn(50, float32, CPU, generator: generator);
            gradient.copy_(next);
            theirs.grad = next.clone();
            adam.Step(0.01, double.PositiveInfinity);
            peer.step();
        }

        Assert.Equal(theirs.data<float>().ToArray(), ours.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_long_gradient_is_cut_to_the_norm_and_a_short_one_is_left()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gradient = tensor(new float[] { 3, 4 });
        using var adam = new AdamUpdate(zeros(2, float32, CPU), gradient);

        Assert.Equal(5, adam.Step(0.1, maxNorm: 1), 5);
        Assert.Equal([0.6f, 0.8f], gradient.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(1, adam.Step(0.1, maxNorm: 2), 5);
        Assert.Equal([0.6f, 0.8f], gradient.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_changes_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor parameters = ones(2, float32, CPU);
        using var adam = new AdamUpdate(parameters, tensor([float.NaN, 1f]));

        Assert.False(double.IsFinite(adam.Step(0.1, maxNorm: 1)));
        Assert.Equal([1f, 1f], parameters.data<float>().ToArray());
    }
}
