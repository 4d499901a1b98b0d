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
            double[][] centers = Seeds(rows, count, random);
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

    /// <summary>Rows far from each other: each is drawn with its squared distance to the nearest one before as weight.</summary>
    private static double[][] Seeds(RowMatrix rows, int count, Random random)
    {
        var centers = new double[count][];
        var nearest = new double[rows.Rows];
        Array.Fill(nearest, double.PositiveInfinity);
        for (int c = 0; c < count; c++)
        {
            int place = c == 0
                ? random.Next(rows.Rows)
                : RandomDraw.Category([.. nearest.Select(square => Math.Log(square))], random);
            centers[c] = [.. rows.Row(place).ToArray().Select(value => (double)value)];
            for (int row = 0; row < nearest.Length; row++)
            {
                nearest[row] = Math.Min(nearest[row], Square(rows.Row(row), centers[c]));
            }
        }

        return centers;
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
