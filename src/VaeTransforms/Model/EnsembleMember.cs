namespace VaeTransforms.Model;

/// <summary>A further network of an ensemble: it differs from the first in what its seed decided, and in nothing else.</summary>
/// <param name="Weights">Of the first one's architecture and with its normalisation.</param>
/// <param name="Training">Its seed, and how far it came.</param>
internal sealed record EnsembleMember(VaeWeights Weights, TrainingSummary Training)
{
    /// <summary>The most networks of an ensemble, the first one included.</summary>
    public const int Most = 16;

    /// <summary>The name of a member's array, in a graph and in a file.</summary>
    /// <param name="member">From 1; the arrays of the first have names without a number.</param>
    /// <param name="array">The name that the first one's has.</param>
    /// <remarks>Members learn from the same rows, so their normalisation is the first one's, and stands there once.</remarks>
    public static string ArrayName(int member, string array) =>
        member == 1 || array.StartsWith(VaeWeights.InputPrefix, StringComparison.Ordinal)
            ? array
            : $"member.{member}.{array}";

    /// <summary>The seeds of an ensemble's networks.</summary>
    /// <param name="seed">The fit's, which is the first network's, so that it is the one that a fit without others gives.</param>
    /// <param name="count">How many, from 1.</param>
    /// <returns>All different; the others are those that <c>new Random(seed).Next()</c> gives.</returns>
    /// <remarks>Not the following numbers: fits with seeds 1, 2 and 3 would have most of their networks in common.</remarks>
    public static int[] Seeds(int seed, int count)
    {
        return [.. Draws().Distinct().Take(count)];

        IEnumerable<int> Draws()
        {
            yield return seed;
            var random = new Random(seed);
            while (true)
            {
                yield return random.Next();
            }
        }
    }
}
