namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The rule that divides a set into training rows and test rows.</summary>
/// <param name="Name">The name in files and arguments.</param>
/// <param name="Description">One sentence for the report.</param>
/// <param name="Split">Divides a set with a seed.</param>
internal sealed record Protocol(string Name, string Description, Func<LabeledSet, int, Split> Split)
{
    public static Protocol Semi { get; } = new(
        "semi",
        "Trained on a random half of the normal rows; the other half and all anomalies are scored. A set with a split of its own "
            + "keeps it.",
        (set, seed) => set.IsTraining is null ? HalfOfTheNormalRows(set, seed) : OwnSplit(set, set.IsTraining));

    public static Protocol Unsup { get; } = new(
        "unsup",
        "Trained on all rows, labels unseen; the same rows are scored.",
        (set, _) => new Split(set.Rows, set.Rows, set.Labels));

    public static IReadOnlyList<Protocol> All { get; } = [Semi, Unsup];

    /// <summary>Whether a set can be divided so.</summary>
    public bool AppliesTo(LabeledSet set) => this == Semi || set.IsTraining is null;

    private static Split OwnSplit(LabeledSet set, bool[] isTraining) => new(
        [.. set.Rows.Where((_, i) => isTraining[i])],
        [.. set.Rows.Where((_, i) => !isTraining[i])],
        [.. set.Labels.Where((_, i) => !isTraining[i])]);

    private static Split HalfOfTheNormalRows(LabeledSet set, int seed)
    {
        int[] normal = [.. Enumerable.Range(0, set.Rows.Length).Where(i => !set.Labels[i])];
        new Random(seed).Shuffle(normal);
        int half = normal.Length / 2;
        int[] scored = [.. normal[half..], .. Enumerable.Range(0, set.Rows.Length).Where(i => set.Labels[i])];
        return new Split(
            [.. normal[..half].Select(i => set.Rows[i])],
            [.. scored.Select(i => set.Rows[i])],
            [.. scored.Select(i => set.Labels[i])]);
    }
}

/// <summary>Rows to train on and rows to score.</summary>
/// <param name="Training">[n], each [D].</param>
/// <param name="Test">[m], each [D].</param>
/// <param name="IsAnomaly">[m], true for anomalies among the test rows.</param>
internal sealed record Split(float[][] Training, float[][] Test, bool[] IsAnomaly);
