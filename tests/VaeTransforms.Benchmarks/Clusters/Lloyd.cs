using System.Numerics.Tensors;

namespace VaeTransforms.Benchmarks.Clusters;

/// <summary>
/// K-means: starts by Arthur and Vassilvitskii 2007, 'k-means++', steps by Lloyd until nothing changes. ML.NET's trainer takes
/// its start from a few sampled rows, and stops earlier, so that its NMI is lower and varies more.
/// </summary>
internal static class Lloyd
{
    private const int MaxSteps = 100;

    /// <returns>[n]: the cluster of each row, from 0.</returns>
    public static int[] Clusters(float[][] rows, int count, int seed)
    {
        float[][] centers = Starts(rows, count, new Random(seed));
        int[] clusters = [];
        for (int step = 0; step < MaxSteps; step++)
        {
            int[] nearest = Array.ConvertAll(rows, row => Nearest(row, centers));
            if (nearest.AsSpan().SequenceEqual(clusters))
            {
                break;
            }

            clusters = nearest;
            foreach (var members in clusters.Select((cluster, row) => (cluster, row)).GroupBy(pair => pair.cluster))
            {
                centers[members.Key] = Mean([.. members.Select(pair => rows[pair.row])]);
            }
        }

        return clusters;
    }

    private static float[][] Starts(float[][] rows, int count, Random random)
    {
        var centers = new List<float[]> { rows[random.Next(rows.Length)] };
        double[] squares = [.. rows.Select(row => Square(row, centers[0]))];
        while (centers.Count < count)
        {
            double rest = random.NextDouble() * squares.Sum();
            int chosen = 0;
            while (chosen < rows.Length - 1 && (rest -= squares[chosen]) > 0)
            {
                chosen++;
            }

            centers.Add(rows[chosen]);
            for (int row = 0; row < rows.Length; row++)
            {
                squares[row] = Math.Min(squares[row], Square(rows[row], rows[chosen]));
            }
        }

        return [.. centers];
    }

    private static int Nearest(float[] row, float[][] centers)
    {
        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int center = 0; center < centers.Length; center++)
        {
            double square = Square(row, centers[center]);
            (nearest, least) = square < least ? (center, square) : (nearest, least);
        }

        return nearest;
    }

    private static float[] Mean(float[][] rows)
    {
        var sum = new float[rows[0].Length];
        Array.ForEach(rows, row => TensorPrimitives.Add(sum, row, sum));
        TensorPrimitives.Divide(sum, rows.Length, sum);
        return sum;
    }

    private static double Square(float[] a, float[] b)
    {
        double distance = TensorPrimitives.Distance(a, b);
        return distance * distance;
    }
}
