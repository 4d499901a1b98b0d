using FsCheck.Xunit;
using VaeTransforms.Analysis;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class DiscreteInformationTests
{
    [Fact]
    public void Entropy_of_equally_frequent_values_is_ln_of_their_number() =>
        Assert.Equal(Math.Log(8), DiscreteInformation.Entropy([.. Enumerable.Range(0, 80_000).Select(i => i % 8)]), 1e-4);

    [Property(MaxTest = 50, EndSize = 1_000_000)]
    public void Information_about_a_renamed_copy_is_the_entropy(int seed)
    {
        var random = new Random(seed);
        int[] values = [.. Enumerable.Range(0, random.Next(2, 300)).Select(_ => random.Next(5))];
        int[] renamed = [.. values.Select(value => 7 - value)];
        Assert.Equal(DiscreteInformation.Entropy(values), DiscreteInformation.Mutual(values, renamed), 1e-9);
    }

    [Fact]
    public void Independent_variables_have_no_information_although_counts_alone_would_show_some()
    {
        var random = new Random(1);
        double mean = Enumerable.Range(0, 50).Average(_ =>
        {
            int[] first = [.. Enumerable.Range(0, 2_000).Select(_ => random.Next(20))];
            int[] second = [.. Enumerable.Range(0, 2_000).Select(_ => random.Next(10))];
            return DiscreteInformation.Mutual(first, second);
        });

        // Without correction it would be about (20 - 1)(10 - 1) / (2 · 2,000) = 0.043.
        Assert.InRange(mean, 0, 0.006);
    }

    [Fact]
    public void Information_of_correlated_normal_variables_is_near_its_closed_form()
    {
        // -1/2 ln(1 - ρ²). Binning loses a small part of it.
        const double Correlation = 0.9;
        float[][] draws = LatentPoints.Prior(50_000, 2, seed: 1);
        double[] first = [.. draws.Select(z => (double)z[0])];
        double residual = Math.Sqrt(1 - (Correlation * Correlation));
        double[] second = [.. draws.Select(z => (Correlation * z[0]) + (residual * z[1]))];

        double information = DiscreteInformation.Mutual(EqualFrequencyBins.Of(first, 20), EqualFrequencyBins.Of(second, 20));

        double closedForm = -Math.Log(1 - (Correlation * Correlation)) / 2;
        Assert.InRange(information, 0.9 * closedForm, closedForm);
    }

    [Property(MaxTest = 50, EndSize = 1_000_000)]
    public void Bins_have_equally_many_values_also_on_a_stretched_axis(int seed)
    {
        var random = new Random(seed);
        int bins = random.Next(1, 30);
        double[] values = [.. Enumerable.Range(0, random.Next(bins + 1, 500)).Select(_ => random.NextDouble())];
        int[] result = EqualFrequencyBins.Of(values, bins);

        Assert.Equal(result, EqualFrequencyBins.Of([.. values.Select(value => Math.Exp(10 * value))], bins));
        int size = values.Length / bins;
        Assert.All(result.GroupBy(bin => bin), bin => Assert.InRange(bin.Count(), size - 1, size + 1));
        Assert.InRange(result.Max(), 0, bins - 1);
    }

    [Fact]
    public void Equal_values_share_the_bin_of_their_mean_rank() =>
        Assert.Equal([0, 1, 1, 1, 1, 1, 1, 1], EqualFrequencyBins.Of([0, 5, 5, 5, 5, 5, 5, 9], 2));

    [Fact]
    public void A_few_distinct_values_have_a_bin_each() =>
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 2], EqualFrequencyBins.Of([1, 1, 1, 1, 1, 1, 5, 9], 4));
}
