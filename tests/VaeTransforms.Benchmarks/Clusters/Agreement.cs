namespace VaeTransforms.Benchmarks.Clusters;

/// <summary>How well clusters agree with classes.</summary>
internal static class Agreement
{
    /// <summary>
    /// Normalized mutual information: 2 I / (H of clusters + H of classes), from 0 to 1. Strehl and Ghosh 2002, with the mean
    /// that scikit-learn takes.
    /// </summary>
    public static double Nmi(int[] clusters, int[] classes)
    {
        double both = Entropy(clusters.Zip(classes));
        double apart = Entropy(clusters) + Entropy(classes);
        return apart > 0 ? 2 * (apart - both) / apart : 0;
    }

    /// <summary>The share of rows in their class's cluster, with the best pairing of clusters and classes, from 0 to 1.</summary>
    /// <remarks>Kuhn 1955, 'The Hungarian method for the assignment problem', by shortest paths.</remarks>
    public static double Accuracy(int[] clusters, int[] classes)
    {
        int count = Math.Max(clusters.Max(), classes.Max()) + 1;
        var shared = new int[count, count];
        foreach ((int cluster, int kind) in clusters.Zip(classes))
        {
            shared[cluster, kind]++;
        }

        // Rows and columns from 1; 0 is where a path starts.
        var rowPrice = new int[count + 1];
        var columnPrice = new int[count + 1];
        var rowOf = new int[count + 1];
        for (int row = 1; row <= count; row++)
        {
            Assign(row);
        }

        return Enumerable.Range(1, count).Sum(column => shared[rowOf[column] - 1, column - 1]) / (double)clusters.Length;

        void Assign(int row)
        {
            int[] slack = [.. Enumerable.Repeat(int.MaxValue, count + 1)];
            var before = new int[count + 1];
            var seen = new bool[count + 1];
            int last = 0;
            for (rowOf[0] = row; rowOf[last] != 0;)
            {
                seen[last] = true;
                int at = rowOf[last];
                int next = 0;
                foreach (int column in Enumerable.Range(1, count).Where(column => !seen[column]))
                {
                    int reduced = -shared[at - 1, column - 1] - rowPrice[at] - columnPrice[column];
                    (slack[column], before[column]) = reduced < slack[column] ? (reduced, last) : (slack[column], before[column]);
                    next = next == 0 || slack[column] < slack[next] ? column : next;
                }

                int least = slack[next];
                for (int column = 0; column <= count; column++)
                {
                    if (seen[column])
                    {
                        rowPrice[rowOf[column]] += least;
                        columnPrice[column] -= least;
                    }
                    else
                    {
                        slack[column] -= least;
                    }
                }

                last = next;
            }

            for (; last != 0; last = before[last])
            {
                rowOf[last] = rowOf[before[last]];
            }
        }
    }

    private static double Entropy<TItem>(IEnumerable<TItem> items)
        where TItem : notnull
    {
        int[] counts = [.. items.CountBy(item => item).Select(pair => pair.Value)];
        double total = counts.Sum();
        return -counts.Sum(count => count / total * Math.Log(count / total));
    }
}
