using TorchSharp;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Rounds;

public sealed class OuterStepTests
{
    /// <summary>Douillard et al. 2023: the outer step is SGD with Nesterov's momentum on the mean change.</summary>
    [Fact]
    public void It_is_libtorchs_SGD_with_Nesterov_momentum()
    {
        var random = new Random(1);
        float[] weights = Draw();
        float[] momentum = new float[weights.Length];
        using var parameter = new TorchSharp.Modules.Parameter(torch.tensor(weights));
        using torch.optim.Optimizer sgd = torch.optim.SGD([parameter], learningRate: 0.7, momentum: 0.8, nesterov: true);
        for (int round = 0; round < 5; round++)
        {
            float[][] shards = [Draw(), Draw(), Draw()];
            float[] change =
                [.. weights.Select((own, i) => own - ((0.5f * shards[0][i]) + (0.25f * shards[1][i]) + (0.25f * shards[2][i])))];
            sgd.zero_grad();
            using torch.Tensor loss = (parameter * torch.tensor(change)).sum();
            loss.backward();
            sgd.step();

            (weights, momentum) = OuterStep.Take(
                weights, momentum, [(shards[0], 0.5), (shards[1], 0.25), (shards[2], 0.25)], learningRate: 0.7, factor: 0.8);

            Assert.All(weights.Zip(parameter.data<float>().ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        }

        float[] Draw() => [.. Enumerable.Range(0, 2_500).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    [Fact]
    public void The_mean_alone_is_taken_with_a_rate_of_one_and_no_momentum()
    {
        (float[] weights, _) = OuterStep.Take([1, 2], [0, 0], [([3, 4], 0.5), ([5, 8], 0.5)], learningRate: 1, factor: 0);

        Assert.Equal([4, 6], weights);
    }
}
