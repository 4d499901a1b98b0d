using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class IwaeObjectiveTests
{
    [Fact]
    public void With_the_exact_posterior_the_bound_is_the_evidence_in_closed_form()
    {
        var run = new ObjectiveRun(Objective.Iwae(3), LinearGaussian.Architecture)
        {
            Parameters = LinearGaussian.Parameters(),
        };

        // Every importance weight is p(x), whatever the noise.
        double evidence = LinearGaussian.LogEvidence(run.X);
        Assert.Equal(evidence, run.Reference().Parts["ImportanceWeightedBound"], 1e-9);
        Assert.Equal(-evidence, run.Compiled().Value.Loss, 1e-4);
    }

    [Fact]
    public void More_samples_bring_the_bound_of_another_posterior_closer_to_the_evidence()
    {
        // Normal noise by its quantiles in a random order, so that the means have little noise of their own.
        double[] gaps = [.. new[] { 2, 10, 100 }.Select(samples =>
        {
            var run = new ObjectiveRun(Objective.Iwae(samples), LinearGaussian.Architecture, rows: 400)
            {
                Parameters = LinearGaussian.Parameters(shift: 0.4, spread: 1.3),
            };
            var random = new Random(5);
            run.Noise = [.. run.Noise.Select(_ => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1))];
            ObjectiveRun.Result result = run.Reference();
            double gap = LinearGaussian.LogEvidence(run.X) - result.Parts["ImportanceWeightedBound"];
            Assert.True(gap < LinearGaussian.LogEvidence(run.X) - result.Elbo.Elbo, "The ELBO is closer.");
            return gap;
        })];

        Assert.True(gaps[0] > 2 * gaps[1], $"{gaps[0]} and {gaps[1]}");
        Assert.True(gaps[1] > 2 * Math.Abs(gaps[2]), $"{gaps[1]} and {gaps[2]}");
        Assert.InRange(gaps[2], -0.02, 0.02);
    }
}
