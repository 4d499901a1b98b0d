namespace VaeTransforms.Numerics;

/// <summary>A random part of what is too much to look at as a whole.</summary>
internal static class RandomSubset
{
    /// <summary>All values where they are no more than asked for; otherwise as many, each as likely as any other.</summary>
    /// <param name="values">In order; left as they are.</param>
    /// <param name="maxCount">How many at most.</param>
    /// <param name="seed">Of the choice.</param>
    /// <returns>In order.</returns>
    public static T[] Of<T>(T[] values, int maxCount, int seed)
    {
        if (values.Length <= maxCount)
        {
            return values;
        }

        T[] shuffled = [.. values];
        new Random(seed).Shuffle(shuffled);
        T[] some = shuffled[..maxCount];
        Array.Sort(some);
        return some;
    }
}
