namespace VaeTransforms.Numerics;

// Own code, because the serving package has no numerics dependency, and ML.NET's k-means draws from a stream of its own.

/// <summary>k-means.</summary>
internal static class Clusters
{
    private const int MaxSteps = 100;

    /// <summary>The cluster of each row, from 0: of several starts the one with the smallest sum of squared distances.</summary>
    /// <param name="rows">[n, K].</param>
    /// <param name="count">How many clusters, from 1 to n. Fewer are used if rows are equal.</param>
    /// <param name="starts">How many starts, from 1.</param>
    /// <param name="random">Advanced.</param>
    /// <remarks>Lloyd's steps from centers of k-means++: Arthur and Vassilvitskii 2007.</remarks>
    public static int[] Of(RowMatrix rows, int count, int starts, Random random)
    {
        int[] best = [];
        double least = double.PositiveInfinity;
        for (int start = 0; start < starts; start++)
        {
            double[][] centers = Seeds(rows, new double[count][], random);
            var clusters = new int[rows.Rows];
            double sum = Assign(rows, centers, clusters);
            for (int step = 0; step < MaxSteps; step++)
            {
                Move(rows, centers, clusters);
                double moved = Assign(rows, centers, clusters);
                if (!(moved < sum))
                {
                    break;
                }

                sum = moved;
            }

            if (sum < least)
            {
                (least, best) = (sum, clusters);
            }
        }

        return best;
    }

    /// <summary>The cluster of each row, from 0: that of its label, or that with the nearest mean of labeled rows.</summary>
    /// <param name="labels">[n], from 0, or -1 for a row without a label; at least one has one.</param>
    /// <param name="rows">[n, K].</param>
    /// <param name="count">How many clusters. One without a label begins at a row far from the other centers.</param>
    /// <param name="random">Advanced.</param>
    public static int[] Around(int[] labels, RowMatrix rows, int count, Random random)
    {
        var labeled = new double[count][];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, labels.Length).GroupBy(row => labels[row]))
        {
            if (group.Key >= 0)
            {
                int members = group.Count();
                labeled[group.Key] =
                    [.. Enumerable.Range(0, rows.Width).Select(k => group.Sum(row => (double)rows.Row(row)[k]) / members)];
            }
        }

        var clusters = new int[rows.Rows];
        Assign(rows, Seeds(rows, labeled, random), clusters);
        return [.. clusters.Zip(labels, (nearest, label) => label >= 0 ? label : nearest)];
    }

    /// <summary>Rows far from each other: each is drawn with its squared distance to the nearest one before as weight.</summary>
    /// <param name="rows">[n, K].</param>
    /// <param name="centers">Those that are known; null in the places of others, which are written.</param>
    /// <param name="random">Advanced.</param>
    private static double[][] Seeds(RowMatrix rows, double[][] centers, Random random)
    {
        var nearest = new double[rows.Rows];
        Array.Fill(nearest, double.PositiveInfinity);
        bool isFirst = true;
        foreach (int c in Enumerable.Range(0, centers.Length).OrderBy(c => centers[c] is null))
        {
            centers[c] ??= Row(isFirst
                ? random.Next(rows.Rows)
                : RandomDraw.Category([.. nearest.Select(square => Math.Log(square))], random));
            isFirst = false;
            for (int row = 0; row < nearest.Length; row++)
            {
                nearest[row] = Math.Min(nearest[row], Square(rows.Row(row), centers[c]));
            }
        }

        return centers;

        double[] Row(int place) => [.. rows.Row(place).ToArray().Select(value => (double)value)];
    }

    /// <summary>Gives each row its nearest center; the sum of squared distances.</summary>
    private static double Assign(RowMatrix rows, double[][] centers, int[] clusters)
    {
        double sum = 0;
        for (int row = 0; row < clusters.Length; row++)
        {
            double least = double.PositiveInfinity;
            for (int c = 0; c < centers.Length; c++)
            {
                double square = Square(rows.Row(row), centers[c]);
                if (square < least)
                {
                    (least, clusters[row]) = (square, c);
                }
            }

            sum += least;
        }

        return sum;
    }

    /// <summary>Moves each center to the mean of its rows; one without rows stays.</summary>
    private static void Move(RowMatrix rows, double[][] centers, int[] clusters)
    {
        var counts = new int[centers.Length];
        var sums = Array.ConvertAll(centers, center => new double[center.Length]);
        for (int row = 0; row < clusters.Length; row++)
        {
            counts[clusters[row]]++;
            double[] sum = sums[clusters[row]];
            ReadOnlySpan<float> values = rows.Row(row);
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] += values[k];
            }
        }

        for (int c = 0; c < centers.Length; c++)
        {
            if (counts[c] > 0)
            {
                centers[c] = Array.ConvertAll(sums[c], value => value / counts[c]);
            }
        }
    }

    private static double Square(ReadOnlySpan<float> row, double[] center)
    {
        double sum = 0;
        for (int k = 0; k < center.Length; k++)
        {
            double difference = row[k] - center[k];
            sum += difference * difference;
        }

        return sum;
    }
}
