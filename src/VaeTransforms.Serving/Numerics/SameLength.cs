namespace VaeTransforms.Numerics;

/// <summary>Checks that the vectors of a formula have the same length.</summary>
internal static class SameLength
{
    /// <summary>Throws if two lengths differ.</summary>
    /// <param name="first">The first length.</param>
    /// <param name="second">The second length.</param>
    /// <param name="firstNoun">What the first vector contains, for the message.</param>
    /// <param name="secondNoun">What the second vector contains, for the message.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Require(int first, int second, string firstNoun, string secondNoun)
    {
        if (first != second)
        {
            throw new ArgumentException(
                $"The lengths must be equal, but there are {first} {firstNoun} and {second} {secondNoun}.");
        }
    }
}
