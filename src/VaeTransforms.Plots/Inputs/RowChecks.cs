using System.Globalization;

namespace VaeTransforms.Plots.Inputs;

/// <summary>Checks rows, scores and labels before they are drawn.</summary>
internal static class RowChecks
{
    /// <summary>Requires rows of one length whose values are all finite.</summary>
    /// <param name="rows">[n], n from 1.</param>
    /// <param name="what">What a row is, for the messages.</param>
    /// <returns>The length of a row.</returns>
    /// <exception cref="ArgumentException">There are no rows, they differ in length, or a value is not finite.</exception>
    public static int RequireFinite(IReadOnlyList<float[]> rows, string what)
    {
        int length = RequireOneLength(rows, what);
        for (int i = 0; i < rows.Count; i++)
        {
            int slot = Array.FindIndex(rows[i], value => !float.IsFinite(value));
            if (slot >= 0)
            {
                string article = "aeiou".Contains(what[0], StringComparison.Ordinal) ? "An" : "A";
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{article} {what} must have finite values, but {what} {i} has {rows[i][slot]} in slot {slot}. "
                    + $"Remove rows with NaN or infinity."));
            }
        }

        return length;
    }

    /// <summary>Requires at least one score, and finite ones.</summary>
    /// <exception cref="ArgumentException">There are no scores, or a score is not finite.</exception>
    public static void RequireFiniteScores(IReadOnlyList<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        RequireAny(scores.Count, "score");
        for (int i = 0; i < scores.Count; i++)
        {
            if (!float.IsFinite(scores[i]))
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A score must be finite, but score {i} is {scores[i]}. Remove rows with NaN or infinity."));
            }
        }
    }

    /// <summary>Requires one item per row.</summary>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public static void RequireEach<T>(IReadOnlyCollection<T> given, int rows, string what, string forWhat)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Count != rows)
        {
            throw new ArgumentException(
                $"There must be one {what} for each {forWhat}, but there are {given.Count} for {rows}.");
        }
    }

    private static int RequireOneLength(IReadOnlyList<float[]> rows, string what)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireAny(rows.Count, what);
        int length = rows[0].Length;
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].Length != length)
            {
                throw new ArgumentException(
                    $"Every {what} must have as many values as the first, {length}, but {what} {i} has {rows[i].Length}.");
            }
        }

        return length;
    }

    private static void RequireAny(int count, string what)
    {
        if (count == 0)
        {
            throw new ArgumentException($"There is no {what} to draw. Give at least one.");
        }
    }
}
