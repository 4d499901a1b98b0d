namespace VaeTransforms.Detection;

/// <summary>Where the values of a slot lie.</summary>
/// <param name="Centre">The middle.</param>
/// <param name="Length">From the least to the largest; 1 where they are equal.</param>
internal readonly record struct InputRange(float Centre, float Length)
{
    /// <param name="rows">[n, width], row-major and finite.</param>
    /// <param name="width">D.</param>
    /// <param name="slot">Which slot.</param>
    /// <param name="among">Indices of the rows to look at; at least one.</param>
    public static InputRange Of(float[] rows, int width, int slot, long[] among)
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (long row in among)
        {
            least = Math.Min(least, rows[(row * width) + slot]);
            most = Math.Max(most, rows[(row * width) + slot]);
        }

        // The middle of a range is finite where its length need not be.
        return new InputRange((float)((least + most) / 2), (float)Math.Min(most - least, float.MaxValue) is > 0 and var length ? length : 1);
    }
}
