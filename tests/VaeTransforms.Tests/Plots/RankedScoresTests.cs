using FsCheck.Xunit;
using VaeTransforms.Plots.Inputs;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class RankedScoresTests
{
    /// <summary>The scores have few distinct values, so there are many ties.</summary>
    [Property(MaxTest = 100)]
    public void AUC_is_the_share_of_pairs_in_the_right_order(byte[] bytes)
    {
        (float[] scores, bool[] labels) = Rows(bytes);
        double[] pairs = [.. from i in Enumerable.Range(0, scores.Length)
                             from j in Enumerable.Range(0, scores.Length)
                             where labels[i] && !labels[j]
                             select scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0];

        Assert.Equal(pairs.Average(), RankedScores.Of(scores, labels).Auc, 1e-12);
    }

    /// <summary>The expected value counts all rows again at each threshold.</summary>
    [Property(MaxTest = 100)]
    public void Average_precision_sums_precision_over_steps_of_recall(byte[] bytes)
    {
        (float[] scores, bool[] labels) = Rows(bytes);
        double sum = 0;
        double before = 0;
        foreach (float threshold in scores.Distinct().OrderDescending())
        {
            double found = scores.Where((score, i) => score >= threshold && labels[i]).Count();
            double recall = found / labels.Count(label => label);
            sum += (recall - before) * found / scores.Count(score => score >= threshold);
            before = recall;
        }

        Assert.Equal(sum, RankedScores.Of(scores, labels).AveragePrecision, 1e-12);
    }

    [Fact]
    public void A_perfect_detector_has_AUC_and_AP_of_one_and_a_constant_one_those_of_chance()
    {
        RankedScores perfect = RankedScores.Of([1, 2, 3, 4], [false, false, true, true]);
        Assert.Equal((1.0, 1.0), (perfect.Auc, perfect.AveragePrecision));
        RankedScores constant = RankedScores.Of([1, 1, 1, 1], [false, false, false, true]);
        Assert.Equal((0.5, 0.25), (constant.Auc, constant.AveragePrecision));
    }

    /// <summary>One row of each kind, and one for each byte.</summary>
    private static (float[] Scores, bool[] Labels) Rows(byte[] bytes) =>
        ([3, 4, .. bytes.Select(value => (float)(value % 8))], [true, false, .. bytes.Select(value => value % 3 == 0)]);
}
