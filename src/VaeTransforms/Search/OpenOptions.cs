using VaeTransforms.Training;

namespace VaeTransforms.Search;

/// <summary>The options that a search varies by default: those that decide how well a network learns, and are not set.</summary>
internal static class OpenOptions
{
    // Below it a step has little of the data in it, and a fit of 4,000 steps sees each row only a few times.
    private const int MinBatchRows = 16;

    private static readonly VaeOptions Defaults = new();

    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(VaeOptions.LatentDimension),
        nameof(VaeOptions.HiddenLayers),
        nameof(VaeOptions.BatchSize),
        nameof(VaeOptions.LearningRate),
        nameof(VaeOptions.KlWarmup),
    ];

    /// <summary>Whether one of them is not set.</summary>
    public static bool Any(VaeOptions start) =>
        start.LatentDimension is null || HasOpenLayers(start) || start.BatchSize is null || start.LearningRate is null
        || HasOpenWarmup(start);

    /// <summary>Those that are not set, with values around the ones that the defaults resolve to.</summary>
    /// <param name="start">The options as they were set.</param>
    /// <param name="plan">What they resolve to for the data.</param>
    /// <param name="trainingRows">Rows trained on.</param>
    public static IReadOnlyList<VariedOption> Of(VaeOptions start, TrainingPlan plan, long trainingRows)
    {
        var vary = new List<VariedOption>();
        if (start.LatentDimension is null)
        {
            (int k, int most) = (plan.Architecture.LatentDimension, plan.Architecture.ScoredSlots);
            Add(
                nameof(VaeOptions.LatentDimension),
                new[] { k / 4, k / 2, 2 * k, 4 * k }.Distinct().Where(n => n >= 1 && n <= most && n != k),
                (options, value) => options with { LatentDimension = value });
        }

        if (HasOpenLayers(start))
        {
            IReadOnlyList<int> layers = TrainingDefaults.HiddenLayers(plan.Architecture.ScoredSlots, plan.OfColumns);
            Add<IReadOnlyList<int>>(
                nameof(VaeOptions.HiddenLayers),
                [
                    [.. layers.Select(units => units / 2)],
                    [.. layers.Select(units => units * 2)],
                    [layers[0]],
                    [.. layers, layers[^1]],
                ],
                (options, value) => options with { HiddenLayers = value });
        }

        if (start.BatchSize is null)
        {
            int min = Math.Max(MinBatchRows, plan.Objective.MinBatchRows);
            Add(
                nameof(VaeOptions.BatchSize),
                new[] { plan.BatchSize / 2, plan.BatchSize * 2 }.Where(rows => rows >= min && rows <= trainingRows),
                (options, value) => options with { BatchSize = value });
        }

        if (start.LearningRate is null)
        {
            vary.Add(VariedOption.LogUniform(
                nameof(VaeOptions.LearningRate),
                plan.LearningRate / 4,
                plan.LearningRate * 4,
                (options, value) => options with { LearningRate = value }));
        }

        if (HasOpenWarmup(start))
        {
            Add(nameof(VaeOptions.KlWarmup), [0, 0.5], (options, value) => options with { KlWarmup = value });
        }

        return vary;

        void Add<T>(string name, IEnumerable<T> values, Func<VaeOptions, T, VaeOptions> set)
        {
            T[] all = [.. values];
            if (all.Length > 0)
            {
                vary.Add(VariedOption.Among(name, all, set));
            }
        }
    }

    private static bool HasOpenLayers(VaeOptions start) => start.Network is null && start.HiddenLayers is null;

    // A prior that starts from shared weights has a course of its own.
    private static bool HasOpenWarmup(VaeOptions start) =>
        start.Objective is null && start.KlWarmup == Defaults.KlWarmup && start.Prior.SharedStart == 0;
}
