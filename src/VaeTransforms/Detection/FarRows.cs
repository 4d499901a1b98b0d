using VaeTransforms.Numerics;

namespace VaeTransforms.Detection;

/// <summary>Which rows lie farthest from the others, before anything is trained.</summary>
internal static class FarRows
{
    // Enough to estimate the distance to the nearest tenth of all rows; more would only cost more.
    private const int MaxOthers = 1000;
    private const int NearestShare = 10;

    /// <summary>The rows with the largest mean distance to their nearest tenth, each slot divided by its range.</summary>
    /// <param name="rows">In the input's own units. A missing value, NaN, counts as the middle of its slot's range.</param>
    /// <param name="among">Indices of the rows to choose from and to measure distances to; at least two.</param>
    /// <param name="share">In [0, 0.5]; rounded down to whole rows.</param>
    /// <param name="seed">Seed for the choice of the rows that distances are measured to.</param>
    /// <returns>Indices, upwards.</returns>
    public static long[] Find(RowMatrix rows, long[] among, double share, int seed)
    {
        RowMatrix points = SlotRanges.Of(rows, among).Scaled(rows, among);

        // Nothing is trained that could predict them. The middle of a range is 0.
        points.Values.AsSpan().Replace(float.NaN, 0);
        RowMatrix others = points;
        if (among.Length > MaxOthers)
        {
            long[] order = points.Indices;
            new Random(seed).Shuffle(order);
            others = points.Select(order.AsSpan(0, MaxOthers));
        }

        int count = Math.Max(1, others.Rows / NearestShare);
        var far = new double[among.Length];
        SquaredDistances.Each(points.Values, others.Values, points.Width, (row, distances) =>
        {
            distances.Sort();
            far[row] = SumOfRoots(distances[..Math.Min(count + 1, distances.Length)]);
        });

        return [.. Enumerable.Range(0, among.Length)
            .OrderByDescending(row => far[row])
            .Take((int)(among.Length * share))
            .Select(row => among[row])
            .Order()];
    }

    private static double SumOfRoots(ReadOnlySpan<float> squares)
    {
        double sum = 0;
        foreach (float square in squares)
        {
            sum += Math.Sqrt(square);
        }

        return sum;
    }
}
