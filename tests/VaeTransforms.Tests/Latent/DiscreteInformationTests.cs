using FsCheck.Xunit;
using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Latent;

public sealed class DiscreteInformationTests
{
    [Fact]
    public void Entropy_of_equally_frequent_values_is_the_logarithm_of_their_number() =>
        Assert.Equal(Math.Log(8), DiscreteInformation.Entropy([.. Enumerable.Range(0, 80_000).Select(i => i % 8)]), 1e-4);

    [Property(MaxTest = 50, EndSize = 1_000_000)]
    public void A_variable_says_about_itself_and_any_renaming_of_it_all_that_there_is(int seed)
    {
        var random = new Random(seed);
        int[] values = [.. Enumerable.Range(0, random.Next(2, 300)).Select(_ => random.Next(5))];
        int[] renamed = [.. values.Select(value => 7 - value)];
        Assert.Equal(DiscreteInformation.Entropy(values), DiscreteInformation.Mutual(values, renamed), 1e-9);
    }

    [Fact]
    public void Independent_variables_say_nothing_about_each_other_where_counts_alone_would_claim_it()
    {
        var random = new Random(1);
        double mean = Enumerable.Range(0, 50).Average(_ =>
        {
            int[] first = [.. Enumerable.Range(0, 2_000).Select(_ => random.Next(20))];
            int[] second = [.. Enumerable.Range(0, 2_000).Select(_ => random.Next(10))];
            return DiscreteInformation.Mutual(first, second);
        });

        // Uncorrected it would be about (20 - 1)(10 - 1) / (2 · 2,000) = 0.043.
        Assert.InRange(mean, 0, 0.006);
    }

    [Fact]
    public void Information_of_correlated_normal_variables_is_near_its_closed_form()
    {
        // -1/2 ln(1 - ρ²), of which bins keep most.
        const double Correlation = 0.9;
        float[][] draws = LatentPoints.Prior(50_000, 2, seed: 1);
        double[] first = [.. draws.Select(z => (double)z[0])];
        double[] second = [.. draws.Select(z => (Correlation * z[0]) + (Math.Sqrt(1 - (Correlation * Correlation)) * z[1]))];

        double information = DiscreteInformation.Mutual(EqualFrequencyBins.Of(first, 20), EqualFrequencyBins.Of(second, 20));

        double closedForm = -Math.Log(1 - (Correlation * Correlation)) / 2;
        Assert.InRange(information, 0.9 * closedForm, closedForm);
    }

    [Property(MaxTest = 50, EndSize = 1_000_000)]
    public void Bins_hold_equally_many_values_whatever_the_axis(int seed)
    {
        var random = new Random(seed);
        int bins = random.Next(1, 30);
        double[] values = [.. Enumerable.Range(0, random.Next(bins + 1, 500)).Select(_ => random.NextDouble())];
        int[] result = EqualFrequencyBins.Of(values, bins);

        Assert.Equal(result, EqualFrequencyBins.Of([.. values.Select(value => Math.Exp(10 * value))], bins));
        Assert.All(result.GroupBy(bin => bin), bin => Assert.InRange(bin.Count(), (values.Length / bins) - 1, (values.Length / bins) + 1));
        Assert.InRange(result.Max(), 0, bins - 1);
    }

    [Fact]
    public void Equal_values_share_a_bin_and_few_different_ones_have_their_own() =>
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 2], EqualFrequencyBins.Of([1, 1, 1, 1, 1, 1, 5, 9], 4));
}
