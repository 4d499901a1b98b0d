namespace VaeTransforms.Plots.Inputs;

/// <summary>Selects the rows to draw where there are too many to draw all.</summary>
internal static class RowSelection
{
    /// <summary>
    /// A random selection of row numbers, in ascending order and the same at every call; all rows where there are few.
    /// </summary>
    /// <remarks>
    /// Rows at equal distances would not do. Generated data often list their kinds in turn, and then whole kinds would be
    /// missing.
    /// </remarks>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="max">How many rows to select at most.</param>
    public static int[] Of(int rows, int max)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        if (rows <= max)
        {
            return all;
        }

        new Random(Seed: 0).Shuffle(all);
        return [.. all.Take(max).Order()];
    }
}
