using VaeTransforms.Model;
using VaeTransforms.Numerics;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

public sealed class CombinedScoreTests
{
    [Theory]
    [InlineData("Gaussian")]
    [InlineData("StudentT")]
    [InlineData("Quantile")]
    public void A_score_is_the_larger_of_two_views(string model) =>
        AssertScores(model, AnomalyScore.Combined, Expected);

    private static double Expected(TrainedVae model, float[] row)
    {
        // A tenth of the eighty rows is eight, so the wide view uses its minimum, twenty.
        double[] same = new double[row.Length];
        double[] logVariance = [.. new DenseParts(model).LogVariances.Select(value => (double)value)];
        double min = model.Architecture.Likelihood is StudentTLikelihood t
            ? NegativeLogLikelihood.StudentT(same, same, logVariance, t.DegreesOfFreedom)
            : NegativeLogLikelihood.Gaussian(same, same, logVariance);
        double near = Scaled(other => Math.Log(Distance(model, other, 5, NeighborSpace.Input) + 1e-6), Known);
        double wide = Scaled(other => Math.Log(Distance(model, other, 20, NeighborSpace.Input) + 1e-6), Known);
        double elbo = Scaled(other => Math.Log(NegativeElbo(model, other) - min + 1e-3), Known[60..]);
        return Math.Max((0.8 * near) + (0.2 * elbo), wide - 0.25);

        double Scaled(Func<float[], double> value, float[][] normal)
        {
            double[] sorted = [.. normal.Select(value).Order()];
            double lower = Quantile(sorted, 0.25);
            return (value(row) - lower) / (Quantile(sorted, 0.75) - lower);
        }
    }

    private static double Quantile(double[] sorted, double q)
    {
        double position = q * (sorted.Length - 1);
        int below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
