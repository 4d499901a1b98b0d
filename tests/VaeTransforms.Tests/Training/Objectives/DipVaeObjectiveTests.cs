using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class DipVaeObjectiveTests
{
    private const double Variance = 0.4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_parts_are_those_of_the_covariance_matrix(bool ofCodes)
    {
        var random = new Random(3);
        double[] means = [.. Enumerable.Range(0, 60).Select(i => (2 * random.NextDouble()) + (i % 3))];
        Objective objective = ofCodes ? Objective.DipVae2(3, 5) : Objective.DipVae1(3, 5);
        ObjectiveRun.Result result = CodesAsRows.Run(objective, means, 3, Variance).Reference();

        Matrix<double> centered = Matrix<double>.Build.DenseOfRows(means.Chunk(3));
        centered -= Matrix<double>.Build.DenseOfRows(Enumerable.Repeat(centered.ColumnSums() / 20, 20));
        Matrix<double> covariance = centered.TransposeThisAndMultiply(centered) / 20;
        Vector<double> diagonal = covariance.Diagonal() + (ofCodes ? Variance : 0);
        double off = covariance.Enumerate().Sum(value => value * value) - covariance.Diagonal().Sum(value => value * value);
        double on = diagonal.Sum(value => (value - 1) * (value - 1));

        Assert.Equal(off, result.Parts["CovarianceOffDiagonal"], 1e-9);
        Assert.Equal(on, result.Parts["CovarianceDiagonal"], 1e-9);
        Assert.Equal(-result.Elbo.Elbo + (3 * off) + (5 * on), result.Loss, 1e-9);
    }

    [Fact]
    public void Training_makes_the_codes_less_correlated()
    {
        double plain = Correlation(Objective.Elbo());
        double uncorrelated = Correlation(Objective.DipVae2(30, 30));

        Assert.True(uncorrelated < plain, $"{uncorrelated} and {plain}");
    }

    /// <summary>That of the two latent means of rows on the sheet, as an absolute value.</summary>
    private static double Correlation(Objective objective)
    {
        float[] rows = TrainingRuns.Rows(400);
        using var model = new VaeModel(
            TrainingRuns.Train(TrainingRuns.Plan() with { Epochs = 40, Objective = objective }, rows).Model);
        float[][] codes = model.Encode([.. rows.Chunk(6)]);
        return Math.Abs(MathNet.Numerics.Statistics.Correlation.Pearson(
            codes.Select(code => (double)code[0]), codes.Select(code => (double)code[1])));
    }
}
