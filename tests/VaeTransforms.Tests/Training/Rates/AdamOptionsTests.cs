using TorchSharp;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training.Rates;

public sealed class AdamOptionsTests
{
    private static readonly AdamOptions Options = new() { Beta1 = 0.6, Beta2 = 0.9, Epsilon = 1e-3, WeightDecay = 0.5 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Steps_are_those_of_the_paper_with_decoupled_decay_of_matrices(bool writtenOut)
    {
        using DisposeScope scope = NewDisposeScope();
        using var run = new StepRun(TestModels.Architecture(StepRun.Width, StepRun.Latent), writtenOut, adam: Options);
        double[] weights = Doubles(run.Network.Parameters);
        double[] isMatrix =
            [.. run.Network.Shapes.SelectMany(shape => Enumerable.Repeat(shape.Shape.Length > 1 ? 1.0 : 0, (int)shape.Count))];
        var first = new double[weights.Length];
        var second = new double[weights.Length];
        for (int step = 1; step <= 3; step++)
        {
            const double Rate = 0.01;
            run.Take([new StepSchedule(Rate, 1)]);
            double[] gradient = Doubles(run.Network.Gradient);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= 1 - (Rate * 0.5 * isMatrix[i]);
                first[i] = (0.6 * first[i]) + (0.4 * gradient[i]);
                second[i] = (0.9 * second[i]) + (0.1 * gradient[i] * gradient[i]);
                double mean = first[i] / (1 - Math.Pow(0.6, step));
                double square = second[i] / (1 - Math.Pow(0.9, step));
                weights[i] -= Rate * mean / (Math.Sqrt(square) + 1e-3);
            }

            Assert.All(weights.Zip(Doubles(run.Network.Parameters)), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        }
    }

    [Fact]
    public void Weight_decay_makes_the_matrices_of_a_fit_smaller()
    {
        double plain = Norm(new AdamOptions());
        double decayed = Norm(new AdamOptions { WeightDecay = 1 });

        Assert.True(decayed < 0.9 * plain, $"{decayed} and {plain}");

        static double Norm(AdamOptions adam) => TrainingRuns.Train(
            TrainingRuns.Plan() with { Epochs = 40, Adam = adam }, TrainingRuns.Rows(300)).Model.Weights.Arrays
            .Where(array => array.Shape.Length > 1)
            .Sum(array => array.Values.Sum(value => (double)value * value));
    }

    private static double[] Doubles(Tensor tensor) => [.. tensor.data<float>().ToArray().Select(value => (double)value)];
}
