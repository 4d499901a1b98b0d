using System.Text.Json.Nodes;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Formulas.Likelihoods;

public sealed class BinnedLikelihoodTests
{
    private static readonly Dictionary<string, ArrayValue> NoWeights = [];

    private static readonly float[] Normal = [.. Draws(2000, RandomDraw.Normal)];

    // Six in ten are 0, the others are spread evenly over (0, 10).
    private static readonly float[] Heap = [.. Enumerable.Repeat(0f, 1200), .. Draws(800, random => 10 * random.NextDouble())];

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void The_density_integrates_to_one(int bins)
    {
        var binned = Fitted(bins, Normal);
        const double Step = 2e-4;
        double[] x = [.. Enumerable.Range(0, 400_000).Select(i => -40 + ((i + 0.5) * Step))];

        Assert.Equal(1, LogDensity(binned, x, Logits(binned)).Sum(value => Math.Exp(value) * Step), 2e-3);
    }

    [Fact]
    public void The_decoder_starts_at_the_histogram_and_the_mean_of_the_rows()
    {
        foreach (float[] column in new[] { Normal, Heap })
        {
            var binned = Fitted(32, column);
            int bins = binned.OutputsPerSlot;

            double mean = binned.Mean(new ArrayOps(), new ArrayValue(new double[bins], bins), NoWeights).Values[0];

            Assert.Equal(column.Average(value => (double)value), mean, 1e-6);
        }
    }

    [Fact]
    public void A_value_that_occurs_often_has_a_probability_and_its_neighbors_a_density()
    {
        var binned = Fitted(32, Heap);
        double[] logits = Logits(binned);
        double[] probabilities = Probabilities(binned, logits);

        Assert.Equal(1, binned.Table!.Atoms.Lent().Sum());
        Assert.Equal(Math.Log(probabilities[0]), LogDensity(binned, [0], logits)[0], 1e-12);
        double near = LogDensity(binned, [1e-4], logits)[0];
        double width = binned.Table.Upper[1] - binned.Table.Lower[1];
        Assert.InRange(near, Math.Log(probabilities[1] / width) - 1, Math.Log(probabilities[1] / width) + 1);
    }

    [Fact]
    public void Values_beside_a_large_heap_have_as_many_bins_as_the_heap_leaves()
    {
        float[] rare = [.. Draws(100, random => 1 + random.NextDouble())];
        SlotBins.Bin[] bins = SlotBins.Of([.. Enumerable.Repeat(0f, 1900), .. rare, .. Enumerable.Repeat(5f, 30)], 16);

        Assert.Equal([0f, 5f], bins.Where(bin => bin.IsAtom).Select(bin => (float)bin.Center));
        Assert.InRange(bins.Length, 12, 16);
    }

    [Fact]
    public void Few_whole_numbers_are_probabilities_and_numbers_between_them_are_unseen()
    {
        float[] column = [.. Enumerable.Range(0, 90).Select(i => i % 3 == 2 ? 7f : i % 3)];
        var binned = Fitted(32, column);
        double[] logits = [0, 1, -1];
        double[] expected = [.. Softmax(logits).Select(p => Math.Log(p))];

        Assert.Equal(3, binned.OutputsPerSlot);
        AssertEqual([.. expected, expected[1], expected[2]], LogDensity(binned, [0, 1, 7, 1.4, 6.6], logits));
        AssertEqual([-Math.Log(91), -Math.Log(91)], LogDensity(binned, [4, 1.6], logits));
        AssertEqual([-Math.Log(91) - (2.5 / 8)], LogDensity(binned, [10], logits));
    }

    [Fact]
    public void Neighbors_in_single_precision_have_bins_of_their_own()
    {
        float[] values = [0.1f, float.BitIncrement(0.1f), float.BitIncrement(float.BitIncrement(0.1f)), 5e7f, 5e7f + 4];
        var binned = Fitted(32, [.. values.SelectMany(value => Enumerable.Repeat(value, 9))]);
        double[] logits = [3, -1, 0.5, 2, 1];

        Assert.Equal(5, binned.OutputsPerSlot);
        AssertEqual(
            [.. Softmax(logits).Select(p => Math.Log(p))],
            LogDensity(binned, [.. values.Select(value => (double)value)], logits));
    }

    [Fact]
    public void Beyond_the_rows_a_tail_takes_the_probability_of_one_row_more()
    {
        var binned = Fitted(8, Normal);
        double[] logits = Logits(binned);
        BinTable table = binned.Table!;
        int last = table.Bins - 1;
        double width = table.Upper[last] - table.Lower[last];
        double start = Math.Log(Probabilities(binned, logits)[last] / (table.Rows[last] + 1) / width);

        AssertEqual(
            [start, start - 3, start - 1000],
            LogDensity(binned, [table.Upper[last], table.Upper[last] + (3 * width), table.Upper[last] + (1000 * width)], logits));
    }

    [Fact]
    public void Bins_that_pad_a_slot_cost_no_probability_and_are_never_drawn()
    {
        float[] flags = [.. Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? 0f : 1f)];
        var both = (BinnedLikelihood)Likelihood.Binned(8).Fitted(new SlotValues(2, slot => slot == 0 ? flags : Normal));
        double[] logits = [1, 2, .. Enumerable.Repeat(50.0, both.OutputsPerSlot - 2), .. Logits(Fitted(8, Normal))];
        var output = new ArrayValue(logits, logits.Length);

        double[] density = both.LogDensity(new ArrayOps(), new ArrayValue([1, 0.3], 2), output, NoWeights).Values;
        var random = new Random(1);
        Dictionary<string, double[]> none = [];
        double[] drawn = [.. Enumerable.Range(0, 500).Select(_ => both.Draw(logits, none, random)[0])];

        Assert.Equal(Math.Log(Softmax([1, 2])[1]), density[0], 1e-12);
        Assert.Equal(LogDensity(Fitted(8, Normal), [0.3], Logits(Fitted(8, Normal)))[0], density[1], 1e-12);
        Assert.Equal([0, 1], drawn.Distinct().Order());
    }

    [Fact]
    public void The_encoder_sees_centered_ranks()
    {
        var binned = Fitted(32, Normal);
        double[] x = [.. Normal.Order().Select(value => (double)value)];

        double[] encoded = binned.Encoded(new ArrayOps(), new ArrayValue(x, 1)).Values;

        Assert.Equal(0, encoded.Average(), 0.02);
        Assert.Equal(1, encoded.Average(value => value * value), 0.02);
        Assert.Equal(encoded.Order(), encoded);
    }

    [Fact]
    public void No_column_has_more_bins_than_were_asked_for_and_every_value_is_in_one()
    {
        var random = new Random(4);
        for (int i = 0; i < 200; i++)
        {
            int maxBins = random.Next(2, 40);
            int kinds = random.Next(1, 300);
            double scale = Math.Pow(10, random.Next(-6, 7));
            float[] column =
            [
                .. Enumerable.Range(0, random.Next(1, 900)).Select(_ => (float)(scale * (random.Next(2) == 0
                    ? random.Next(kinds)
                    : Math.Exp(RandomDraw.Normal(random))))),
            ];
            SlotBins.Bin[] bins = SlotBins.Of(column, maxBins);

            Assert.InRange(bins.Length, 1, maxBins);
            Assert.Equal(column.Length, bins.Sum(bin => bin.Rows));
            Assert.All(bins, bin => Assert.True(bin.Lower < bin.Upper && bin.Center >= bin.Lower && bin.Center <= bin.Upper));
            Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.True(pair.First.Upper <= pair.Second.Lower));
            Assert.All(bins, bin => Assert.Equal(bin.Rows, column.Count(value => value >= bin.Lower && value < bin.Upper)));
        }
    }

    [Theory]
    [InlineData("bins", "7")]
    [InlineData("bins", "0")]
    [InlineData("lower", "[]")]
    [InlineData("centers", "[1, 2]")]
    [InlineData("atoms", "null")]
    public void A_model_file_whose_arrays_do_not_fit_each_other_is_refused(string option, string value)
    {
        JsonObject written = ModelFormulas.Write(Fitted(8, Normal));
        written["table"]![option] = JsonNode.Parse(value);

        Assert.Throws<VaeModelFormatException>(() => ModelFormulas.Read<Likelihood>(written));
    }

    private static BinnedLikelihood Fitted(int maxBins, float[] column) =>
        (BinnedLikelihood)Likelihood.Binned(maxBins).Fitted(new SlotValues(1, _ => column));

    private static double[] Logits(BinnedLikelihood binned) =>
        [.. Enumerable.Range(0, binned.OutputsPerSlot).Select(bin => Math.Sin(bin))];

    private static double[] Probabilities(BinnedLikelihood binned, double[] outputs) =>
        Softmax([.. outputs.Select((output, bin) => output + Math.Log(binned.Table!.Rows[bin]))]);

    private static double[] Softmax(double[] logits) =>
        [.. logits.Select(logit => Math.Exp(logit) / logits.Sum(Math.Exp))];

    private static double[] LogDensity(BinnedLikelihood binned, double[] x, double[] logits) =>
        binned.LogDensity(new ArrayOps(), new ArrayValue(x, 1), new ArrayValue(logits, logits.Length), NoWeights).Values;

    private static void AssertEqual(double[] expected, double[] actual) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-9 * Math.Max(1, Math.Abs(a)));

    private static IEnumerable<float> Draws(int count, Func<Random, double> draw)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => (float)draw(random))];
    }
}
