using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class MixedLikelihoodTests
{
    private static readonly MixedLikelihood Mixed = new(
        [new(Likelihood.Laplace(), [3, 0]), new(Likelihood.Bernoulli, [4]), new(Likelihood.Gaussian, [2, 1])]);

    [Fact]
    public void Each_slot_has_the_density_of_its_part()
    {
        double[] x = [0.1, -0.2, 0.3, -0.4, 1];
        double[] output = [0, 1, 2, 3, 4];

        double[] density = Density(Mixed, x, output);

        Assert.Equal(Density(Likelihood.Laplace(), [-0.4, 0.1], [0, 1]), (double[])[density[3], density[0]]);
        Assert.Equal(Density(Likelihood.Bernoulli, [1], [2]), (double[])[density[4]]);
        Assert.Equal(Density(Likelihood.Gaussian, [0.3, -0.2], [3, 4]), (double[])[density[2], density[1]]);
        Assert.Equal([false, false, false, false, true], Mixed.OwnUnits(5));
    }

    [Fact]
    public void Draws_stand_in_the_order_of_slots()
    {
        var mixed = new MixedLikelihood([new(Likelihood.Bernoulli, [2, 0]), new(Likelihood.Categorical, [3, 1])]);

        double[] drawn = mixed.Draw([100, -100, -100, 100], new Dictionary<string, double[]>(), new Random(1));

        Assert.Equal([0, 1, 1, 0], drawn);
    }

    [Fact]
    public void A_slot_belongs_to_one_part()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixedLikelihood([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixedLikelihood([new(Likelihood.Gaussian, [0, 2])]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new MixedLikelihood([new(Likelihood.Gaussian, [0, 1]), new(Likelihood.Laplace(), [1])]));
    }

    private static double[] Density(Likelihood likelihood, double[] x, double[] output)
    {
        var weights = likelihood.Weights(x.Length).ToDictionary(
            shape => shape.Name, shape => new ArrayValue(new double[shape.Count], (int)shape.Count));
        return likelihood.LogDensity(
            new ArrayOps(), new ArrayValue(x, x.Length), new ArrayValue(output, output.Length), weights).Values;
    }
}
