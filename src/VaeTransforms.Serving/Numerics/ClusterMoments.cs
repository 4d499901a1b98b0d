namespace VaeTransforms.Numerics;

/// <summary>
/// Clusters of points as a mixture of normal distributions with diagonal covariance. The points are normal distributions
/// themselves: the posteriors of rows.
/// </summary>
/// <param name="Weights">[C], each above 0, with a sum of 1.</param>
/// <param name="Means">[C], each [K].</param>
/// <param name="Variances">[C], each [K], above 0.</param>
internal sealed record ClusterMoments(double[] Weights, double[][] Means, double[][] Variances)
{
    /// <summary>The mixture with the largest expected log density of the points, each under its own component.</summary>
    /// <param name="means">Of the points, [n, K].</param>
    /// <param name="variances">Of the points, [n, K], above 0.</param>
    /// <param name="count">C, from 1.</param>
    /// <param name="clusters">[n] the cluster of a point, from 0; -1 for a point that does not count.</param>
    /// <remarks>Half a point more counts for each cluster, with the average variance, so that none vanishes.</remarks>
    public static ClusterMoments Of(RowMatrix means, RowMatrix variances, int count, int[] clusters)
    {
        var sizes = new int[count];
        double[][] sums = [.. sizes.Select(_ => new double[means.Width])];
        var average = new double[means.Width];
        for (int row = 0; row < clusters.Length; row++)
        {
            ReadOnlySpan<float> variance = variances.Row(row);
            for (int k = 0; k < variance.Length; k++)
            {
                average[k] += variance[k] / clusters.Length;
            }

            if (clusters[row] < 0)
            {
                continue;
            }

            ReadOnlySpan<float> mean = means.Row(row);
            sizes[clusters[row]]++;
            for (int k = 0; k < mean.Length; k++)
            {
                sums[clusters[row]][k] += mean[k];
            }
        }

        double[][] centers = [.. sums.Select((sum, c) => Array.ConvertAll(sum, value => value / Math.Max(1, sizes[c])))];
        double[][] squares = [.. sizes.Select(_ => Array.ConvertAll(average, variance => variance / 2))];
        for (int row = 0; row < clusters.Length; row++)
        {
            int c = clusters[row];
            for (int k = 0; c >= 0 && k < means.Width; k++)
            {
                double difference = means.Row(row)[k] - centers[c][k];
                squares[c][k] += (difference * difference) + variances.Row(row)[k];
            }
        }

        double all = sizes.Sum() + (0.5 * count);
        return new ClusterMoments(
            [.. sizes.Select(size => (size + 0.5) / all)],
            centers,
            [.. squares.Select((sum, c) => Array.ConvertAll(sum, value => value / (sizes[c] + 0.5)))]);
    }
}
