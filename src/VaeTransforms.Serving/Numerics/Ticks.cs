namespace VaeTransforms.Numerics;

/// <summary>Times of numbers in double precision, which count ticks of 100 nanoseconds.</summary>
internal static class Ticks
{
    /// <summary>The largest number below 2^63.</summary>
    public const double MaxLong = 9_223_372_036_854_774_784;

    // The ticks of the last moment are no Double, and round to more than there can be.
    private static readonly double MaxDate = Math.BitDecrement(DateTime.MaxValue.Ticks);

    /// <summary>The moment, or the nearest one that there is.</summary>
    public static DateTime Date(double ticks) => new((long)Math.Clamp(ticks, 0, MaxDate));

    /// <summary>The span, or the nearest one that there is.</summary>
    public static TimeSpan Span(double ticks) => new((long)Math.Clamp(ticks, long.MinValue, MaxLong));
}
