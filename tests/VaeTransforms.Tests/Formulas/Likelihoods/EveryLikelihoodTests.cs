using VaeTransforms.Formulas;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

/// <summary>What holds for every likelihood of the library; a new one joins by existing.</summary>
public sealed class EveryLikelihoodTests
{
    private const int Draws = 20_000;

    // Of 200 means, one in 10,000 runs has one that is further off by chance.
    private const double StandardErrors = 5;

    public static TheoryData<string> Names => [.. EveryFormula.Made<Likelihood>().Select(likelihood => likelihood.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_mean_of_draws_is_the_mean(string name)
    {
        LikelihoodSample sample = Find(name);
        double[][] drawn = Drawn(sample, Draws);
        var output = new ArrayValue(Output(sample), Output(sample).Length);
        double[] mean = sample.Likelihood.Mean(new ArrayOps(), output, Arrays(sample)).Values;

        Assert.Equal(mean.Length, drawn[0].Length);
        for (int slot = 0; slot < mean.Length; slot++)
        {
            double average = drawn.Average(draw => draw[slot]);
            double deviation = Math.Sqrt(drawn.Average(draw => (draw[slot] - average) * (draw[slot] - average)));
            Assert.Equal(mean[slot], average, (StandardErrors * deviation / Math.Sqrt(Draws)) + 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_lie_within_the_bounds_and_are_whole_where_values_are_separate(string name)
    {
        LikelihoodSample sample = Find(name);
        Likelihood likelihood = sample.Likelihood;
        Assert.All(Drawn(sample, 1000).SelectMany(draw => draw), value =>
        {
            Assert.InRange(value, likelihood.Min, likelihood.Max);
            Assert.True(!likelihood.IsDiscrete || value == Math.Round(value), $"{value:R} is not whole.");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_draws(string name) =>
        Assert.Equal(Drawn(Find(name), 10), Drawn(Find(name), 10));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_density_is_finite_where_a_value_is_missing(string name)
    {
        LikelihoodSample sample = Find(name);
        var missing = new ArrayValue(new double[EveryFormula.Width], EveryFormula.Width);
        var output = new ArrayValue(Output(sample), Output(sample).Length);

        Assert.All(sample.Likelihood.LogDensity(new ArrayOps(), missing, output, Arrays(sample)).Values, AssertFinite);
        Assert.All(sample.Likelihood.Encoded(new ArrayOps(), missing).Values, AssertFinite);

        static void AssertFinite(double value) => Assert.True(double.IsFinite(value), $"{value:R} is not finite.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fitted_likelihood_is_the_same_after_a_model_file(string name)
    {
        Likelihood likelihood = Find(name).Likelihood;
        var mixed = new MixedLikelihood([new(likelihood, [0, 3, 1, 5]), new(Likelihood.Gaussian, [4, 2])]);

        var read = ModelFormulas.Read<Likelihood>(ModelFormulas.Write(mixed));

        Assert.Equal(mixed, read);
        Assert.Equal(mixed.GetHashCode(), read.GetHashCode());
        Assert.Equal(likelihood, Assert.IsType<MixedLikelihood>(read).Parts[0].Likelihood);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fitting_again_changes_nothing(string name)
    {
        LikelihoodSample sample = Find(name);

        Assert.Equal(sample.Likelihood, sample.Likelihood.Fitted(sample.Rows));
    }

    private static LikelihoodSample Find(string name) =>
        LikelihoodSample.Of(EveryFormula.Made<Likelihood>().Single(likelihood => likelihood.Name == name));

    private static double[] Output(LikelihoodSample sample) => sample.Output.Values[..sample.Output.Width];

    private static Dictionary<string, ArrayValue> Arrays(LikelihoodSample sample) => sample.Weights.ToDictionary(
        weight => weight.Shape.Name, weight => new ArrayValue(weight.Values, weight.Shape.Shape[^1]));

    private static double[][] Drawn(LikelihoodSample sample, int count)
    {
        var random = new Random(8);
        var weights = sample.Weights.ToDictionary(weight => weight.Shape.Name, weight => weight.Values);
        return [.. Enumerable.Range(0, count).Select(_ => sample.Likelihood.Draw(Output(sample), weights, random))];
    }
}
