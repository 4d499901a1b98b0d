using VaeTransforms.Tests.Onnx;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

/// <summary>Scores that are parts of the bound, or compare it with its mean.</summary>
public sealed class NetworkScoreTests
{
    public static TheoryData<string> Names => new(Models.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_negative_elbo_is_the_sum_of_its_parts(string model) =>
        AssertScores(model, AnomalyScore.NegativeElbo, NegativeElbo);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_KL_divergence_is_that_of_the_posterior(string model) =>
        AssertScores(model, AnomalyScore.KlDivergence, (vae, row) => new ReferencePass(vae, row).KlDivergence);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_reconstruction_error_is_that_at_the_mean(string model) =>
        AssertScores(model, AnomalyScore.ReconstructionError, (vae, row) => new ReferencePass(vae, row).ReconstructionError);

    [Theory]
    [MemberData(nameof(Names))]
    public void Typicality_is_the_distance_to_the_mean_of_held_out_rows(string model) => AssertScores(
        model,
        AnomalyScore.Typicality,
        (vae, row) => Math.Abs(NegativeElbo(vae, row) - HeldOut.Average(i => NegativeElbo(vae, Known[i]))));
}
