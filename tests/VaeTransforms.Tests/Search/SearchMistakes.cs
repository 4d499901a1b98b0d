using Microsoft.ML;
using VaeTransforms.Tests.Contract.Refusals;
using static VaeTransforms.Tests.Contract.Refusals.OptionMistakes;
using static VaeTransforms.Tests.Search.Factors;

namespace VaeTransforms.Tests.Search;

/// <summary>Searches that cannot be made, or that find no model.</summary>
internal static class SearchMistakes
{
    private static readonly MLContext Ml = new(1);
    private static readonly VaeOptions Brief = Narrow with { Epochs = 1 };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Set("Trials", "0", () => new VaeSearchOptions { Trials = 0 }, "at least 1"),
        Set("Time", "00:00:00", () => new VaeSearchOptions { Time = TimeSpan.Zero }, "above 0", "49 days"),
        Set("Base", "null", () => new VaeSearchOptions { Base = null! }, "new VaeOptions()"),
        Set("values", "[]", () => Dimensions(), "at least one"),
        Set("name", "' '", () => VariedOption.Among(" ", [1], (options, _) => options), "empty"),
        Set("min", "0", () => VariedOption.LogUniform("Rate", 0, 1, (options, _) => options), "above 0"),
        Set("max", "1", () => VariedOption.LogUniform("Rate", 1, 1, (options, _) => options), "above min, which is 1"),
        Set("Vary", "[]", () => new VaeSearchOptions { Vary = [] }, "at least one option"),
        Set(
            "Vary",
            "['LatentDimension', 'LatentDimension']",
            () => new VaeSearchOptions { Vary = [Dimensions(1), Dimensions(2)] },
            "different names"),
        Make(
            "Nothing to vary",
            () => Of(Ml, new() { Base = Brief with { KlWarmup = 0.1 } }),
            "LatentDimension, HiddenLayers, BatchSize, LearningRate, KlWarmup",
            "Vary") with
        { Parameter = "Vary" },
        Make(
            "Checkpoints of trials",
            () => Of(Ml, new() { Base = Brief with { Checkpoint = new VaeCheckpoint("course") } }),
            "'course'",
            "trials") with
        { Parameter = "Base" },
        Varying(
            "Normalizations compared by the ELBO",
            "Normalization",
            options => options with { Normalization = Normalization.MinMax },
            "from Automatic to MinMax",
            "Metric"),
        Varying(
            "Likelihoods compared by the ELBO",
            "Likelihood",
            options => options with { Likelihood = Likelihood.Laplace() },
            "Likelihood from Automatic to Laplace",
            "Metric"),
        Varying("Varied seeds", "Seed", options => options with { Seed = 4 }, "Seed from 3 to 4", "held-out rows", "Base"),
        Varying(
            "A varied column",
            "Score",
            options => options with { ScoreColumnName = "Score" },
            "ScoreColumnName from null to 'Score'",
            "columns"),
        new(
            "A varied option out of range",
            typeof(ArgumentOutOfRangeException),
            _ => Of(Ml, new() { Vary = [Dimensions(0)] }),
            "LatentDimension must be from 1"),
        Make(
            "A varied option that contradicts the base options",
            () => Of(Ml, new()
            {
                Base = Brief with { Objective = Objective.TotalCorrelation(5) },
                Vary = [VariedOption.Among("BatchSize", [8], (options, value) => options with { BatchSize = value })],
            }),
            "BatchSize is 8"),
        Make(
            "A varied option that does not fit the data",
            () => Of(Ml, new() { Base = Brief, Vary = [Dimensions(2, 11)] }).Search(View(Ml)),
            "it is 11",
            "10 values"),
        Make(
            "A search without held-out rows",
            () => Of(Ml, new() { Base = Brief with { ValidationFraction = 0 }, Vary = [Dimensions(2)] }).Search(View(Ml)),
            "Base.ValidationFraction is 0",
            "validation data"),
        Make(
            "A search with too few rows to hold some out",
            () => Of(Ml, new() { Base = Brief, Vary = [Dimensions(2)] }).Search(View(Ml, 9)),
            "Base.ValidationFraction = 0.1 of 9 rows"),
        Make(
            "A search in a column that is missing",
            () => Ml.Transforms.VaeSearch("Latent", "Nothing").Search(View(Ml)),
            "'Nothing'"),
        new(
            "A search in which every trial fails",
            typeof(InvalidOperationException),
            _ => Of(Ml, new() { Base = Diverging.Samples[0].Set(Brief), Vary = [Dimensions(2)] }).Search(View(Ml)),
            "Trial 0",
            "Training diverged",
            "Base"),
        new(
            "A search whose time is over in its first trial",
            typeof(TimeoutException),
            _ => Late(),
            "Time = 00:00:08",
            "3 epochs",
            "Base.Epochs"),
    ];

    private static VaeSearchResult Late()
    {
        var clock = new FakeClock();
        var epochs = new Reports<TrainingProgress>(_ => clock.Advance(TimeSpan.FromSeconds(3)));
        return Of(Ml, new()
        {
            Base = Narrow with { Progress = epochs },
            Vary = [Dimensions(2)],
            Time = TimeSpan.FromSeconds(8),
            Clock = clock,
        }).Search(View(Ml));
    }

    private static Mistake Varying(string name, string option, Func<VaeOptions, VaeOptions> set, params string[] facts) => Make(
        name,
        () => Of(Ml, new()
        {
            Base = Brief,
            Vary = [VariedOption.Among(option, [1], (options, _) => set(options))],
        }),
        [$"'{option}' in Vary", .. facts]) with
    { Parameter = "Vary" };
}
