using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using Xunit;

namespace VaeTransforms.Tests.Anomaly;

/// <summary>What the graphs compute from held-out rows, beside the same computed here, row by row.</summary>
public sealed class HeldOutGraphTests
{
    private const VaeOutputs Slots = VaeOutputs.FeatureContributions | VaeOutputs.Expected;

    public static TheoryData<Likelihood, string> Models { get; } = new()
    {
        { Likelihood.Gaussian, "Standardize" },
        { Likelihood.Gaussian, "None" },
        { Likelihood.Gaussian, "Quantile" },
        { Likelihood.StudentT(), "Standardize" },
        { Likelihood.Bernoulli, "Standardize" },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(1001)]
    public void P_values_count_the_held_out_scores_that_are_not_below(int heldOut)
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture());
        float[][] rows = TestModels.Rows(model, 200);
        float[] scores = Scores(model, rows);

        // Rows themselves are among the held-out ones, so that ties are met too, and scores above and below all.
        float[] sorted = [.. Enumerable.Range(0, heldOut)
            .Select(i => i % 3 == 0 ? scores[i * 7 % 200] : scores[0] + (i % 50))
            .Order()];
        using var scorer = new VaeScorer(TestModels.Detector(model, 1, sorted));
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.PValue | VaeOutputs.Score, 200);
        Fill(batch, rows);

        for (int i = 0; i < rows.Length; i++)
        {
            float score = batch.Output(VaeOutputs.Score, i)[0];
            float expected = (1 + sorted.Count(held => held >= score)) / (heldOut + 1f);
            Assert.Equal(expected, batch.Output(VaeOutputs.PValue, i)[0], 1e-6f);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Contributions_are_what_the_score_loses_when_a_slot_has_its_expected_value(
        Likelihood likelihood, string normalization)
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture(likelihood: likelihood));
        AssertContributions(normalization switch
        {
            "None" => TestModels.WithoutNormalization(model),
            "Quantile" => TestModels.WithQuantiles(model),
            _ => model,
        });
    }

    [Fact]
    public void A_row_that_is_not_finite_has_neither_and_changes_no_other()
    {
        TrainedVae model = TestModels.Random(TestModels.Architecture());
        model = TestModels.Detector(model, 1);
        float[][] rows = TestModels.Rows(model, 3);
        using var scorer = new VaeScorer(model);
        using BatchScorer clean = scorer.CreateBatch(Slots | VaeOutputs.PValue, 3);
        using BatchScorer batch = scorer.CreateBatch(Slots | VaeOutputs.PValue, 3);
        Fill(clean, rows);
        rows[1][2] = float.NaN;
        Fill(batch, rows);

        foreach (VaeOutputs output in TensorNames.Each(Slots | VaeOutputs.PValue))
        {
            Assert.All(batch.Output(output, 1).ToArray(), value => Assert.True(float.IsNaN(value)));
            Assert.Equal(clean.Output(output, 0).ToArray(), batch.Output(output, 0).ToArray());
            Assert.Equal(clean.Output(output, 2).ToArray(), batch.Output(output, 2).ToArray());
        }
    }

    private static void AssertContributions(TrainedVae model)
    {
        model = TestModels.Detector(model, 1);
        float[][] rows = TestModels.Rows(model, 20);
        using var vae = new VaeModel(model);
        using var scorer = new VaeScorer(model);
        using BatchScorer batch = scorer.CreateBatch(Slots, rows.Length);
        Fill(batch, rows);

        for (int i = 0; i < rows.Length; i++)
        {
            for (int slot = 0; slot < rows[i].Length; slot++)
            {
                float[] copy = [.. rows[i]];
                copy[slot] = model.SlotCenters![slot];
                float expected = copy[slot] = vae.Reconstruct(copy)[slot];
                float contribution = (vae.Score(rows[i]) - vae.Score(copy)) / model.Calibration!.ScoreSpread;

                Assert.Equal(expected, batch.Output(VaeOutputs.Expected, i)[slot], 1e-4f);
                float computed = batch.Output(VaeOutputs.FeatureContributions, i)[slot];
                Assert.Equal(contribution, computed, 1e-3f * Math.Max(1, Math.Abs(contribution)));
            }
        }
    }

    private static float[] Scores(TrainedVae model, float[][] rows)
    {
        using var scorer = new VaeScorer(model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.Score, rows.Length);
        Fill(batch, rows);
        return [.. rows.Select((_, i) => batch.Output(VaeOutputs.Score, i)[0])];
    }

    private static void Fill(BatchScorer batch, float[][] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(batch.Input(i));
        }

        batch.Run(rows.Length);
    }
}
