namespace VaeTransforms.Numerics;

/// <summary>
/// A mixture of normal distributions with diagonal covariance, fitted to points that are normal distributions themselves: the
/// posteriors of rows.
/// </summary>
/// <param name="Weights">[C], each above 0, with a sum of 1.</param>
/// <param name="Means">[C], each [K].</param>
/// <param name="Variances">[C], each [K], above 0.</param>
/// <param name="Bound">The mean over points of ln Σ_c weight_c exp(-KL(point || component c)), in nats.</param>
internal sealed record MixtureFit(double[] Weights, double[][] Means, double[][] Variances, double Bound)
{
    // k-means ends in a local minimum; the best of so many starts is hardly ever a poor one.
    private const int Starts = 20;
    private const int MaxSteps = 200;

    // Nats: far below what a step of training changes.
    private const double Tolerance = 1e-5;

    /// <summary>Fits a mixture: k-means from several starts, then expectation maximization of <see cref="Bound"/>.</summary>
    /// <param name="means">Of the points, [n, K].</param>
    /// <param name="variances">Of the points, [n, K], above 0.</param>
    /// <param name="components">C, from 1 to n.</param>
    /// <param name="random">Advanced.</param>
    /// <param name="labels">
    /// [n] the component of a point where it is known, from 0, or -1; null if none is. Components with such points begin at their
    /// means, and keep them.
    /// </param>
    /// <remarks>
    /// The steps of expectation maximization have closed forms: those of the weights, means and variances that maximize the bound
    /// for given shares of the components, with half a point more for each component. Arthur and Vassilvitskii 2007,
    /// 'k-means++: the advantages of careful seeding'; Jiang and others 2017, 'Variational deep embedding'.
    /// </remarks>
    public static MixtureFit Of(RowMatrix means, RowMatrix variances, int components, Random random, int[]? labels = null)
    {
        labels = labels?.Any(label => label >= 0) == true ? labels : null;
        int[] clusters = labels is null
            ? Clusters.Of(means, components, Starts, random)
            : Clusters.Around(labels, means, components, random);
        var shares = new double[means.Rows][];
        for (int row = 0; row < shares.Length; row++)
        {
            shares[row] = new double[components];
            shares[row][clusters[row]] = 1;
        }

        MixtureFit fit = Maximized(means, variances, shares);
        for (int step = 0; step < MaxSteps; step++)
        {
            double bound = fit.Share(means, variances, shares);
            Keep(labels, shares);
            bool isDone = bound - fit.Bound < Tolerance;
            fit = Maximized(means, variances, shares) with { Bound = bound };
            if (isDone)
            {
                break;
            }
        }

        return fit;
    }

    /// <summary>Gives the points with a label to their components alone.</summary>
    private static void Keep(int[]? labels, double[][] shares)
    {
        for (int row = 0; row < (labels?.Length ?? 0); row++)
        {
            if (labels![row] >= 0)
            {
                Array.Clear(shares[row]);
                shares[row][labels[row]] = 1;
            }
        }
    }

    /// <summary>Divides each point among the components.</summary>
    /// <param name="means">[n, K].</param>
    /// <param name="variances">[n, K].</param>
    /// <param name="shares">[n], each [C], written.</param>
    /// <returns>The bound, the mean over points.</returns>
    private double Share(RowMatrix means, RowMatrix variances, double[][] shares)
    {
        double[] logWeights = [.. Weights.Select(weight => Math.Log(weight))];
        double[][] precisions = [.. Variances.Select(own => own.Select(variance => 1 / variance).ToArray())];
        double[] logDeterminants = [.. Variances.Select(own => own.Sum(Math.Log))];
        double bound = 0;
        for (int row = 0; row < shares.Length; row++)
        {
            ReadOnlySpan<float> mean = means.Row(row);
            ReadOnlySpan<float> variance = variances.Row(row);
            double entropy = 0;
            foreach (float value in variance)
            {
                entropy += Math.Log(value) + 1;
            }

            double[] share = shares[row];
            for (int c = 0; c < share.Length; c++)
            {
                double sum = logDeterminants[c] - entropy;
                for (int k = 0; k < mean.Length; k++)
                {
                    double difference = mean[k] - Means[c][k];
                    sum += ((difference * difference) + variance[k]) * precisions[c][k];
                }

                share[c] = logWeights[c] - (sum / 2);
            }

            double largest = share.Max();
            double total = 0;
            for (int c = 0; c < share.Length; c++)
            {
                share[c] = Math.Exp(share[c] - largest);
                total += share[c];
            }

            for (int c = 0; c < share.Length; c++)
            {
                share[c] /= total;
            }

            bound += largest + Math.Log(total);
        }

        return bound / shares.Length;
    }

    /// <summary>The mixture that is best for given shares.</summary>
    private static MixtureFit Maximized(RowMatrix means, RowMatrix variances, double[][] shares)
    {
        int components = shares[0].Length;
        var weights = new double[components];
        double[][] centers = [.. weights.Select(_ => new double[means.Width])];
        double[][] squares = [.. weights.Select(_ => new double[means.Width])];
        var average = new double[means.Width];
        for (int row = 0; row < shares.Length; row++)
        {
            ReadOnlySpan<float> mean = means.Row(row);
            ReadOnlySpan<float> variance = variances.Row(row);
            for (int c = 0; c < components; c++)
            {
                weights[c] += shares[row][c];
                for (int k = 0; k < mean.Length; k++)
                {
                    centers[c][k] += shares[row][c] * mean[k];
                }
            }

            for (int k = 0; k < variance.Length; k++)
            {
                average[k] += variance[k] / shares.Length;
            }
        }

        for (int c = 0; c < components; c++)
        {
            for (int k = 0; k < means.Width; k++)
            {
                centers[c][k] /= Math.Max(weights[c], double.Epsilon);
            }
        }

        for (int row = 0; row < shares.Length; row++)
        {
            ReadOnlySpan<float> mean = means.Row(row);
            ReadOnlySpan<float> variance = variances.Row(row);
            for (int c = 0; c < components; c++)
            {
                for (int k = 0; k < mean.Length; k++)
                {
                    double difference = mean[k] - centers[c][k];
                    squares[c][k] += shares[row][c] * ((difference * difference) + variance[k]);
                }
            }
        }

        // Half a point for each component, so that none vanishes.
        double[][] spreads =
        [
            .. squares.Select((own, c) => own.Select((sum, k) => (sum + (0.5 * average[k])) / (weights[c] + 0.5)).ToArray()),
        ];
        double all = shares.Length + (0.5 * components);
        return new MixtureFit([.. weights.Select(weight => (weight + 0.5) / all)], centers, spreads, double.NegativeInfinity);
    }
}
