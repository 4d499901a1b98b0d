using VaeTransforms.Numerics;

namespace VaeTransforms.Detection;

/// <summary>Which rows lie farthest from the others, before anything is trained.</summary>
internal static class FarRows
{
    // As many as place a tenth of all rows well; distances to more would only cost more.
    private const int MostOthers = 1000;
    private const int Share = 10;

    /// <summary>The rows with the largest mean distance to their nearest tenth, each slot divided by its range.</summary>
    /// <param name="rows">[n, width], row-major.</param>
    /// <param name="width">D.</param>
    /// <param name="among">Indices of the rows to choose from and to measure distances to; at least two.</param>
    /// <param name="share">In [0, 0.5]; rounded down to whole rows.</param>
    /// <param name="seed">Of the choice of the rows that distances are measured to.</param>
    /// <returns>Indices, upwards.</returns>
    public static long[] Find(float[] rows, int width, long[] among, double share, int seed)
    {
        float[] points = InputSpace.Of(rows, width, among).Points(rows, among);
        float[] others = points;
        if (among.Length > MostOthers)
        {
            int[] order = [.. Enumerable.Range(0, among.Length)];
            new Random(seed).Shuffle(order);
            others = [.. order[..MostOthers].SelectMany(row => points[(row * width)..((row + 1) * width)])];
        }

        int count = Math.Max(1, others.Length / width / Share);
        var far = new double[among.Length];
        SquaredDistances.Each(points, others, width, (row, distances) =>
        {
            distances.Sort();
            far[row] = NeighborDistances.SumOfRoots(distances[..Math.Min(count + 1, distances.Length)]);
        });

        return [.. Enumerable.Range(0, among.Length)
            .OrderByDescending(row => far[row])
            .Take((int)(among.Length * share))
            .Select(row => among[row])
            .Order()];
    }
}
