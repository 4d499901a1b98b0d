namespace VaeTransforms.Training;

/// <summary>What a shard came to in a round.</summary>
/// <param name="Weights">[count].</param>
/// <param name="Sums">Of its steps; see <see cref="EpochSums.Numbers"/>.</param>
/// <param name="PartNames">Of the sums.</param>
/// <param name="TrainingRows">The shard's rows trained on.</param>
/// <param name="ValidationRows">The shard's held-out rows.</param>
internal sealed record LocalOutcome(
    float[] Weights, double[] Sums, IReadOnlyList<string> PartNames, long TrainingRows, long ValidationRows);
