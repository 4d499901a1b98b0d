using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Search;
using Xunit;
using static VaeTransforms.Tests.Search.Factors;

namespace VaeTransforms.Tests.Search;

/// <summary>What is varied, in which combinations, and how the trials are shown.</summary>
public sealed class SearchSpaceTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void No_combination_is_drawn_twice_and_all_are_drawn()
    {
        VariedOption other = VariedOption.Among("Epochs", [1, 2, 3], (options, value) => options with { Epochs = value });
        var combinations = new Combinations([Dimensions(1, 2), other], seed: 5);
        var drawn = new List<string>();

        while (combinations.Next() is { } next)
        {
            drawn.Add(string.Join(" ", next.Select(value => value.Key + value.Value.Text)));
        }

        // Three values of one option and four of the other, base values included, less the base options themselves.
        Assert.Equal(11, drawn.Count);
        Assert.Distinct(drawn);
        Assert.DoesNotContain("", drawn);
    }

    [Fact]
    public void A_range_is_never_exhausted_and_its_numbers_have_three_digits()
    {
        VariedOption steps = VariedOption.LogUniform(
            "Rate", 0.001, 0.1, (options, value) => options with { LearningRate = value });
        var combinations = new Combinations([steps], seed: 1);

        double[] rates =
            [.. Enumerable.Range(0, 500).Select(_ => combinations.Next()!["Rate"].Set(Narrow).LearningRate!.Value)];

        Assert.All(rates, rate => Assert.InRange(rate, 0.001, 0.1));
        Assert.All(rates, rate => Assert.Equal(
            rate, double.Parse(rate.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));

        // Half of them are below the geometric mean, and far fewer below the mean.
        Assert.InRange(rates.Count(rate => rate < 0.01), 200, 300);
    }

    [Fact]
    public void Options_that_are_set_are_not_varied_by_default()
    {
        Assert.Equal(
            ["BatchSize", "HiddenLayers", "KlWarmup", "LatentDimension", "LearningRate"], Varied(new VaeOptions()));
        Assert.Equal(
            ["BatchSize", "LearningRate"],
            Varied(new VaeOptions { LatentDimension = 2, HiddenLayers = [4], Objective = Objective.FreeBits(0.1) }));
        Assert.Equal(
            ["KlWarmup"],
            Varied(Narrow with { HiddenLayers = null, Network = VaeNetwork.Dense([4]) }));

        string[] Varied(VaeOptions options)
        {
            using VaeSearchResult result = Of(
                _ml, new() { Base = options with { Epochs = 1 }, Trials = 12, Seed = 1 }).Search(View(_ml, 100));
            Assert.All(result.Trials, trial => Assert.Equal(VaeTrialOutcome.Finished, trial.Outcome));
            return [.. result.Trials.SelectMany(trial => trial.Changes.Keys).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public void Values_by_default_lie_around_those_that_the_defaults_resolve_to()
    {
        using VaeSearchResult result = Of(
            _ml, new() { Base = new VaeOptions { Epochs = 1 }, Trials = 60, Seed = 1 }).Search(View(_ml));

        // The defaults for ten values and 270 rows: 5 dimensions, [64, 64], 32 rows and 0.002.
        Assert.Equal(["1", "10", "2"], Values("LatentDimension"));
        Assert.Equal(["[128, 128]", "[32, 32]", "[64, 64, 64]", "[64]"], Values("HiddenLayers"));
        Assert.Equal(["16", "64"], Values("BatchSize"));
        Assert.Equal(["0", "0.5"], Values("KlWarmup"));
        Assert.All(Values("LearningRate"), rate => Assert.InRange(double.Parse(rate, CultureInfo.InvariantCulture), 5e-4, 8e-3));

        string[] Values(string option) =>
        [
            .. result.Trials.Where(trial => trial.Changes.ContainsKey(option))
                .Select(trial => trial.Changes[option]).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public void Values_with_long_texts_are_shown_by_their_number()
    {
        VariedOption networks = VariedOption.Among(
            "Network",
            [VaeNetwork.Dense([4]), VaeNetwork.Dense([5], Layer.Tanh)],
            (options, value) => options with { Network = value });

        Assert.Equal(["#1", "#2"], networks.Samples.Select(value => value.Text));
    }

    [Fact]
    public void Trials_are_a_table_in_every_culture()
    {
        VaeSearchTrial first = new()
        {
            Number = 0,
            Options = Narrow,
            Changes = new Dictionary<string, string>(),
            Metric = 0.5,
            Elbo = -12.3456,
            Epochs = 40,
            Elapsed = TimeSpan.FromSeconds(1.2),
            Outcome = VaeTrialOutcome.StoppedEarly,
        };
        VaeSearchTrial second = first with
        {
            Number = 1,
            Changes = new Dictionary<string, string> { ["HiddenLayers"] = "[64, 32]" },
            Metric = null,
            Elbo = null,
            Outcome = VaeTrialOutcome.Failed,
            Message = "Training diverged.",
        };
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            string expected = """
                   trial  HiddenLayers  metric     ELBO  epochs  seconds  outcome
                *      0             -   0.500  -12.346      40      1.2  stopped early
                       1      [64, 32]                       40      1.2  failed: Training diverged.
                """;
            Assert.Equal(
                expected.ReplaceLineEndings(), TrialTable.Of([first, second], first, hasMetric: true));
            Assert.DoesNotContain("metric", TrialTable.Of([first], first, hasMetric: false), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
