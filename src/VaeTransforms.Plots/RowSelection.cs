namespace VaeTransforms.Plots;

/// <summary>Which rows to draw where there are more than can be told apart.</summary>
internal static class RowSelection
{
    /// <summary>Rows at equal distances, the first among them; all where there are few.</summary>
    public static int[] Of(int rows, int most) => rows <= most
        ? [.. Enumerable.Range(0, rows)]
        : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * rows / most))];
}
