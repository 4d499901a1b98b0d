using System.Globalization;

namespace VaeTransforms.Plots.Inputs;

/// <summary>What is asked of rows before they are drawn.</summary>
internal static class RowLength
{
    /// <summary>The length that all rows have.</summary>
    /// <param name="rows">From one on.</param>
    /// <param name="what">What a row is, for the messages.</param>
    /// <exception cref="ArgumentException">There are none, they differ in length, or a value is not finite.</exception>
    public static int OfFinite(IReadOnlyList<float[]> rows, string what)
    {
        int length = Of(rows, what);
        for (int i = 0; i < rows.Count; i++)
        {
            int slot = Array.FindIndex(rows[i], value => !float.IsFinite(value));
            if (slot >= 0)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{("aeiou".Contains(what[0], StringComparison.Ordinal) ? "An" : "A")} {what} must have finite values, but {what} {i} has {rows[i][slot]} in slot {slot}. Leave out rows with NaN or infinity."));
            }
        }

        return length;
    }

    /// <summary>The same where NaN and infinity are for others to judge.</summary>
    public static int Of(IReadOnlyList<float[]> rows, string what)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException($"There is no {what} to draw. Give one at least.");
        }

        int length = rows[0].Length;
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].Length != length)
            {
                throw new ArgumentException($"Every {what} must have as many values as the first, {length}, but {what} {i} has {rows[i].Length}.");
            }
        }

        return length;
    }

    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static void RequireFiniteScores(IReadOnlyList<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
        {
            throw new ArgumentException("There is no score to draw. Give one at least.");
        }

        for (int i = 0; i < scores.Count; i++)
        {
            if (!float.IsFinite(scores[i]))
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"A score must be finite, but score {i} is {scores[i]}. Leave out rows with NaN or infinity."));
            }
        }
    }

    /// <exception cref="ArgumentException">The counts differ.</exception>
    public static void RequireEach<T>(IReadOnlyCollection<T> given, int rows, string what, string forWhat)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Count != rows)
        {
            throw new ArgumentException($"There must be one {what} for each {forWhat}, but there are {given.Count} for {rows}.");
        }
    }
}
