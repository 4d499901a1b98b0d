using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Priors;

public sealed class VampPriorTests
{
    private static readonly ArrayOps Ops = new();

    [Fact]
    public void It_is_the_mixture_of_the_posteriors_of_its_pseudo_inputs_with_equal_weights()
    {
        // The encoder takes mean and log-variance from a row as they are.
        double[] inputs = [0.5, -1, 0.2, -0.4, 2, 1, -0.3, 0.6];
        IReadOnlyDictionary<string, ArrayValue> vamp = Prior.VampPrior(2).Encoded(
            Ops,
            new Dictionary<string, ArrayValue> { ["pseudo_inputs"] = new(inputs, inputs.Length) },
            row => (Ops.Columns(row, 0, 2), Ops.Columns(row, 2, 2)));
        var mixture = new Dictionary<string, ArrayValue>
        {
            ["logits"] = new([0, 0], 2),
            ["means"] = new([0.5, -1, 2, 1], 4),
            ["log_variances"] = new([0.2, -0.4, -0.3, 0.6], 4),
        };
        var z = new ArrayValue([0.1, 0.7, -2, 3], 2);
        var logVariance = new ArrayValue([-1, 0.5, 0, -3], 2);

        Near(Prior.MixtureOfGaussians(2).LogDensity(Ops, z, mixture), Prior.VampPrior(2).LogDensity(Ops, z, vamp));
        Near(
            Prior.MixtureOfGaussians(2).KlDivergence(Ops, z, logVariance, mixture),
            Prior.VampPrior(2).KlDivergence(Ops, z, logVariance, vamp));

        static void Near(ArrayValue expected, ArrayValue actual) =>
            Assert.All(expected.Values.Zip(actual.Values), pair => Assert.Equal(pair.First, pair.Second, 12));
    }

    [Fact]
    public void The_divergence_at_drawn_codes_averages_to_the_divergence()
    {
        var architecture = TestModels.Architecture() with { Prior = Prior.VampPrior(4) };
        var weights = EveryFormula.Weights(architecture.Weights).ToDictionary(
            weight => weight.Shape.Name, weight => new ArrayValue(weight.Values, weight.Shape.Shape[^1]));
        var formula = new VaeFormula<ArrayValue>(Ops, architecture, name => weights[name]);
        double[] mean = [0.3, -0.2];
        double[] logVariance = [-1, -0.5];
        const int Draws = 100_000;
        var noise = new float[Draws * 2];
        StandardNormal.Fill(new Random(6), noise);
        var means = new ArrayValue([.. noise.Select((_, i) => mean[i % 2])], 2);
        var logVariances = new ArrayValue([.. noise.Select((_, i) => logVariance[i % 2])], 2);
        ArrayValue z = formula.Draw(means, logVariances, new ArrayValue(Array.ConvertAll(noise, value => (double)value), 2));

        double sampled = formula.TrainingKlDivergence(means, logVariances, z).Values.Average();
        (double kl, double error) = MixtureOfGaussiansPriorTests.MonteCarlo(
            architecture.Prior, new Dictionary<string, ArrayValue>(formula.PriorArrays), mean, logVariance);

        Assert.Equal(kl, sampled, 8 * error);
        Assert.True(
            formula.KlDivergence(new ArrayValue(mean, 2), new ArrayValue(logVariance, 2)).Values[0] >= kl - (4 * error));
    }
}
