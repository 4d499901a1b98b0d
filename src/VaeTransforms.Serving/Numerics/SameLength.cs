namespace VaeTransforms.Numerics;

/// <summary>The rule that vectors in one formula have one length.</summary>
internal static class SameLength
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Require(int first, int second, string firstNoun, string secondNoun)
    {
        if (first != second)
        {
            throw new ArgumentException($"One length is needed, but there are {first} {firstNoun} and {second} {secondNoun}.");
        }
    }
}
