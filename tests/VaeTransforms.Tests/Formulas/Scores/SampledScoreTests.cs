using VaeTransforms.Analysis;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Tests.Onnx;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

/// <summary>Scores that draw latent vectors.</summary>
public sealed class SampledScoreTests
{
    public static TheoryData<string> Names => new(Models.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Reconstruction_probability_is_the_mean_error_of_the_draws(string model) => AssertScores(
        model,
        AnomalyScore.ReconstructionProbability(),
        (vae, row) => Draws(vae, new ReferencePass(vae, row), 16)
            .Average(draw => new ReferencePass(vae, row, draw).ReconstructionError));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_importance_weighted_bound_weights_draws_by_prior_over_posterior(string model) => AssertScores(
        model,
        AnomalyScore.ImportanceWeightedBound(8),
        (vae, row) =>
        {
            var pass = new ReferencePass(vae, row);
            return -LogMeanExp.Of([.. Draws(vae, pass, 8).Select(draw =>
            {
                double[] z = [.. draw.Select(value => (double)value)];
                double[] zero = new double[z.Length];
                return NegativeLogLikelihood.Gaussian(z, pass.Mean, pass.LogVariance)
                    - NegativeLogLikelihood.Gaussian(z, zero, zero)
                    - new ReferencePass(vae, row, draw).ReconstructionError;
            })]);
        });

    /// <summary>
    /// For a linear decoder, -E ln p(x|z) is known: the error at the mean plus half the variance that z adds, in units of the
    /// noise.
    /// </summary>
    [Fact]
    public void Reconstruction_probability_nears_its_expectation_with_many_samples()
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture(hiddenLayers: []));
        float[] scores = Graph(Learned(model, AnomalyScore.ReconstructionProbability(1024)), New);

        double[] expected = [.. New.Select(row =>
        {
            var pass = new ReferencePass(model, row);
            double added = 0;
            DenseParts.Part decoder = new DenseParts(model).Decoder[0];
            for (int slot = 0; slot < row.Length; slot++)
            {
                for (int j = 0; j < pass.LogVariance.Length; j++)
                {
                    double weight = decoder.Weight[(j * decoder.Outputs) + slot];
                    added += 0.5 * weight * weight * Math.Exp(pass.LogVariance[j] - new DenseParts(model).LogVariances[slot]);
                }
            }

            return pass.ReconstructionError + added;
        })];

        Assert.All(expected.Zip(scores), pair => Near.Equal(pair.First, pair.Second, 0.15));
    }

    [Fact]
    public void More_samples_bring_the_importance_weighted_bound_down_to_the_likelihood()
    {
        double one = Mean(1);
        double some = Mean(32);
        double many = Mean(1024);

        Assert.True(one > some && some > many, $"{one}, {some}, {many}");

        static double Mean(int samples) =>
            Graph(Learned("Gaussian", AnomalyScore.ImportanceWeightedBound(samples)), New).Average(score => (double)score);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void A_number_of_samples_out_of_range_is_refused(int samples)
    {
        ArgumentOutOfRangeException e =
            Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.ReconstructionProbability(samples));
        Assert.StartsWith($"samples must be from 1 to 1024; 16 is usual. It was {samples}.", e.Message, StringComparison.Ordinal);
        Assert.Equal("samples", e.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyScore.ImportanceWeightedBound(samples));
    }
}
