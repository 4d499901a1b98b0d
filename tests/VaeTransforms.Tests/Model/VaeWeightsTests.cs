using Xunit;

namespace VaeTransforms.Tests.Model;

public sealed class VaeWeightsTests
{
    [Fact]
    public void Tensors_come_back_under_the_names_they_were_created_with()
    {
        var architecture = new VaeArchitecture
        {
            InputSize = 5,
            LatentDimension = 2,
            HiddenLayers = [4, 3],
            Activation = Activation.Silu,
            Likelihood = Likelihood.Gaussian,
        };
        float next = 0;
        var given = new Dictionary<string, float[]>();
        var weights = VaeTransforms.Model.VaeWeights.Create(
            architecture,
            (name, shape) => given[name] = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => next++)]);

        Assert.All(weights.Tensors(architecture), tensor => Assert.Same(given[tensor.Name], tensor.Values));
        Assert.Equal(given.Count, weights.Tensors(architecture).Count());
        Assert.Equal("5-4-3-2-3-4-5", architecture.ToString());
    }
}
