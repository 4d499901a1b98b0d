namespace VaeTransforms.Plots.Inputs;

/// <summary>Which rows to draw where there are more than can be told apart.</summary>
internal static class RowSelection
{
    /// <summary>
    /// Rows drawn at random, the same at every call, in their order; all where there are few. Rows at equal distances would not
    /// do: where kinds take turns, as they do in generated data, whole kinds would be left out.
    /// </summary>
    public static int[] Of(int rows, int most)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        if (rows <= most)
        {
            return all;
        }

        new Random(Seed: 0).Shuffle(all);
        return [.. all.Take(most).Order()];
    }
}
