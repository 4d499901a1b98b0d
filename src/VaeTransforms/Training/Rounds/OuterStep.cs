namespace VaeTransforms.Training;

/// <summary>
/// The step of a round: the mean change of the shards as a gradient, with Nesterov's momentum.
/// </summary>
/// <remarks>
/// Douillard et al. 2023, 'DiLoCo: distributed low-communication training of language models', algorithm 1. Sums are taken in
/// the order of the shards and in double precision, so that they do not depend on which machine answered first.
/// </remarks>
internal static class OuterStep
{
    // Sums of so many weights stay in the nearest cache.
    private const int Part = 1024;

    /// <summary>Takes the step.</summary>
    /// <param name="weights">That the shards started from, [count].</param>
    /// <param name="momentum">After the round before, [count]; zeros in the first.</param>
    /// <param name="shards">The weights that each shard came to, [count], and its share of the rows; shares sum to 1.</param>
    /// <param name="learningRate">Of the step.</param>
    /// <param name="factor">Of the momentum.</param>
    public static (float[] Weights, float[] Momentum) Take(
        float[] weights,
        float[] momentum,
        IReadOnlyList<(float[] Weights, double Share)> shards,
        double learningRate,
        double factor)
    {
        var next = new float[weights.Length];
        var kept = new float[weights.Length];
        Span<double> sums = stackalloc double[Part];
        for (int start = 0; start < weights.Length; start += Part)
        {
            Span<double> means = sums[..Math.Min(Part, weights.Length - start)];
            means.Clear();
            foreach ((float[] own, double share) in shards)
            {
                for (int i = 0; i < means.Length; i++)
                {
                    means[i] += share * own[start + i];
                }
            }

            for (int i = 0; i < means.Length; i++)
            {
                int at = start + i;
                double gradient = weights[at] - means[i];
                kept[at] = (float)((factor * momentum[at]) + gradient);
                next[at] = (float)(weights[at] - (learningRate * (gradient + (factor * kept[at]))));
            }
        }

        return (next, kept);
    }
}
