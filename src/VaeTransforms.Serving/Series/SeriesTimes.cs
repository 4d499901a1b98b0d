using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms.Series;

/// <summary>The rules for the times of a series: each is later than the one before, and none is missing.</summary>
internal static class SeriesTimes
{
    /// <summary>Whether points are missing between two consecutive ones.</summary>
    /// <param name="layout">The time column, the usual step, and what to do about gaps.</param>
    /// <param name="last">The time of a point.</param>
    /// <param name="now">The time of the next point.</param>
    /// <param name="place">How a message continues after the two times.</param>
    /// <exception cref="ArgumentException">
    /// The next time is not later; or points are missing, and the layout refuses that.
    /// </exception>
    public static bool IsAfterGap(SeriesLayout layout, DateTime last, DateTime now, string place = "")
    {
        if (now <= last)
        {
            throw NotLater(layout, last, now, place);
        }

        bool isGap = layout.IsGap((now - last).Ticks);
        return !isGap || layout.Gaps == SeriesGaps.Restart ? isGap : throw Gap(layout, last, now, place);
    }

    private static ArgumentException NotLater(SeriesLayout layout, DateTime last, DateTime now, string place)
    {
        string advice = layout.KeyColumn is null
            ? "If the rows are of several series, set SeriesKeyColumnName to the column that tells them apart. Otherwise sort "
                + "the rows by time, and drop duplicates."
            : $"Sort the rows of each '{layout.KeyColumn}' by time, and drop duplicates.";
        return new ArgumentException(
            $"Column '{layout.TimeColumn}' has {Text(now)} after {Text(last)}{place}, but the times of a series must increase. "
            + advice);
    }

    private static ArgumentException Gap(SeriesLayout layout, DateTime last, DateTime now, string place) =>
        new($"Column '{layout.TimeColumn}' has {Text(now)} after {Text(last)}{place}, but the usual step of the series is "
            + $"{new TimeSpan(layout.Step):c}, so points are missing. Insert them, set Gaps to Restart for windows that start "
            + "anew after a gap, or set TimeColumnName to null if the steps do not matter.");

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
