using Microsoft.ML.Data;

namespace VaeTransforms.Numerics;

/// <summary>What values of a slot are multiples of: 1 for whole numbers, 0.01 for cents, the ticks of a day for dates.</summary>
internal static class ValueStep
{
    /// <summary>No step: values are as they come.</summary>
    public const double None = 0;

    private static readonly double[] OfNumbers = [1, 0.1, 0.01, 0.001, 0.0001];
    private static readonly double[] OfWholeNumbers = [1];
    private static readonly double[] OfTimes =
    [
        TimeSpan.TicksPerDay, TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond,
        TimeSpan.TicksPerMillisecond,
    ];

    /// <summary>The steps that values of a type may have, the largest first.</summary>
    public static double[] Of(DataKind type) => type switch
    {
        DataKind.Single or DataKind.Double => OfNumbers,
        DataKind.DateTime or DataKind.TimeSpan => OfTimes,
        _ => OfWholeNumbers,
    };

    /// <summary>Whether a number is a step, or <see cref="None"/>.</summary>
    public static bool IsKnown(double step) => step == None || OfNumbers.Contains(step) || OfTimes.Contains(step);

    /// <summary>The multiple of a step that is nearest to a value, written as short as the step.</summary>
    /// <param name="value">Any, or NaN.</param>
    /// <param name="step">One of those that <see cref="Of"/> gives, or <see cref="None"/>.</param>
    /// <remarks>A negative 0 has no place in a column: adding 0 makes it positive.</remarks>
    public static double Round(double value, double step) => Nearest(value, step) + 0.0;

    private static double Nearest(double value, double step) => step switch
    {
        None => value,
        1 => Math.Round(value),
        > 1 => Math.Round(value / step) * step,

        // A quotient by 10 to a power is the nearest number to the digits; a multiple of 0.01 need not be.
        0.1 => Math.Round(value, 1),
        0.01 => Math.Round(value, 2),
        0.001 => Math.Round(value, 3),
        _ => Math.Round(value, 4),
    };

    /// <summary>Whether a value is a multiple of a step, as far as its type can tell.</summary>
    /// <param name="value">Not NaN.</param>
    /// <param name="step">One of those that <see cref="Of"/> gives.</param>
    /// <param name="type">Of the value, before it became a number in double precision.</param>
    public static bool Divides(double value, double step, DataKind type) => type == DataKind.Single
        ? (float)Round(value, step) == (float)value
        : Round(value, step) == value;
}
