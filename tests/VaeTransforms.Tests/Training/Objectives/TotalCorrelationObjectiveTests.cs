using MathNet.Numerics.Distributions;
using Xunit;

namespace VaeTransforms.Tests.Training.Objectives;

public sealed class TotalCorrelationObjectiveTests
{
    private const int Rows = 1000;
    private const double Variance = 0.3;

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    [InlineData(0.8)]
    public void Of_normal_codes_the_parts_have_closed_forms(double correlation)
    {
        // Means are normal with variance 0.7, so that all codes together are normal with variance 1.
        var random = new Random(4);
        double[] means = [.. Enumerable.Range(0, Rows).SelectMany(_ =>
        {
            double first = Normal.Sample(random, 0, 1);
            double second = (correlation * first) + (Math.Sqrt(1 - (correlation * correlation)) * Normal.Sample(random, 0, 1));
            return new[] { first * Math.Sqrt(1 - Variance), second * Math.Sqrt(1 - Variance) };
        })];
        double[] noise = [.. means.Select(_ => Normal.Sample(random, 0, 1))];
        ObjectiveRun.Result result =
            CodesAsRows.Run(Objective.TotalCorrelation(5), means, 2, Variance, noise).Reference();

        double rho = (1 - Variance) * correlation;
        double total = -0.5 * Math.Log(1 - (rho * rho));
        double information = (-0.5 * 2 * Math.Log(Variance)) - total;
        Assert.Equal(total, result.Parts["TotalCorrelation"], 0.04);
        Assert.Equal(information, result.Parts["MutualInformation"], 0.1);
        Assert.Equal(0, result.Parts["DimensionwiseKl"], 0.1);
        Assert.Equal(result.Elbo.KlDivergence, result.Parts.Values.Sum(), 1e-9);
        Assert.Equal(-result.Elbo.Elbo + (4 * result.Parts["TotalCorrelation"]), result.Loss, 1e-9);
    }

    [Fact]
    public void A_small_batch_estimates_the_density_of_all_rows_without_bias()
    {
        // q(z) of one code, once from all rows, and as the mean over batches that each hold the code's own row.
        var random = new Random(6);
        double[] means = [.. Enumerable.Range(0, 200).Select(_ => Normal.Sample(random, 0, 1))];
        double z = means[0] + 0.1;
        double all = means.Average(mean => Normal.PDF(mean, 0.5, z));
        var ops = new ObjectiveArrayOps();
        double batches = Enumerable.Range(0, 4000).Average(_ =>
        {
            int[] others = [.. Enumerable.Range(1, 199)];
            random.Shuffle(others);
            double[] logs = [.. new[] { 0 }.Concat(others.Take(15)).Select(row => Normal.PDFLn(means[row], 0.5, z))];
            double[] pairs = [.. Enumerable.Range(0, 16).SelectMany(_ => logs)];
            return Math.Exp(ops.PairsLogMeanExp(new(pairs, 1), 1.0 / 200).Values[0]);
        });

        Assert.Equal(all, batches, 0.01 * all);
    }

    [Fact]
    public void With_beta_1_it_is_the_ELBO()
    {
        VaeArchitecture architecture = TestModels.Architecture(5, 3, [6]);
        (_, float[] expected) = new ObjectiveRun(Objective.Elbo(), architecture).Compiled();
        (_, float[] actual) = new ObjectiveRun(Objective.TotalCorrelation(1), architecture).Compiled();

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
