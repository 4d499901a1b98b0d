namespace VaeTransforms.Training;

/// <summary>
/// The seeds of streams that depend on nothing but numbers: of a seed, a shard, a round. Each number is mixed in by SplitMix64
/// (Steele, Lea and Flood 2014, 'Fast splittable pseudorandom number generators').
/// </summary>
internal readonly record struct StreamSeed(ulong Value)
{
    /// <summary>As an option takes it, from 0.</summary>
    public int Int32 => (int)(Value & int.MaxValue);

    public static StreamSeed Of(params ReadOnlySpan<long> numbers)
    {
        ulong state = 0;
        foreach (long number in numbers)
        {
            state = Mixed(unchecked(state + (ulong)number + 0x9E3779B97F4A7C15));
        }

        return new StreamSeed(state);
    }

    private static ulong Mixed(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
