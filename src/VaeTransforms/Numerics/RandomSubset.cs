namespace VaeTransforms.Numerics;

/// <summary>A random part of what is too much to look at as a whole.</summary>
internal static class RandomSubset
{
    /// <summary>All values where they are no more than asked for; otherwise as many, each as likely as any other.</summary>
    /// <param name="values">In order; left as they are.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="seed">Of the choice.</param>
    /// <returns>In order.</returns>
    public static T[] Of<T>(T[] values, int most, int seed)
    {
        if (values.Length <= most)
        {
            return values;
        }

        T[] shuffled = [.. values];
        new Random(seed).Shuffle(shuffled);
        T[] some = shuffled[..most];
        Array.Sort(some);
        return some;
    }
}
