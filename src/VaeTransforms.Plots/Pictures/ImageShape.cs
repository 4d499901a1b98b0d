using System.Globalization;

namespace VaeTransforms.Plots;

/// <summary>The layout of a row's values as an image.</summary>
/// <param name="Width">Pixels, from 1.</param>
/// <param name="Height">Pixels, from 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
public sealed record ImageShape(int Width, int Height)
{
    /// <summary>Pixels, from 1.</summary>
    public int Width { get; init => field = Positive(value, nameof(Width)); } = Positive(Width, nameof(Width));

    /// <summary>Pixels, from 1.</summary>
    public int Height { get; init => field = Positive(value, nameof(Height)); } = Positive(Height, nameof(Height));

    /// <summary>The number of values per pixel: 1, the default, for gray; 3 for red, green and blue.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 or 3.</exception>
    public int Channels
    {
        get;
        init => field = value is 1 or 3
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Channels), value, "Channels must be 1, for gray, or 3, for red, green and blue.");
    } = 1;

    /// <summary>
    /// Whether the three values of a pixel are next to each other. False, the default, if all red values come first, as
    /// <c>ExtractPixels</c> returns them by default.
    /// </summary>
    public bool IsInterleaved { get; init; }

    /// <summary>
    /// The value that is drawn black; null, the default, for the lowest value in the picture. If it is above
    /// <see cref="White"/>, high values are dark, as ink on paper.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public float? Black { get; init => field = Finite(value, nameof(Black)); }

    /// <summary>The value that is drawn white; null, the default, for the highest value in the picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public float? White { get; init => field = Finite(value, nameof(White)); }

    /// <summary>The number of values in a row.</summary>
    internal int Slots => Width * Height * Channels;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Width}×{Height}{(Channels == 1 ? "" : "×3")}");

    /// <summary>The given shape, or a gray square where none is given.</summary>
    /// <exception cref="ArgumentException">The slots do not form it.</exception>
    internal static ImageShape For(int slots, ImageShape? given)
    {
        if (given is null)
        {
            int side = (int)Math.Round(Math.Sqrt(slots));
            return side * side == slots
                ? new ImageShape(side, side)
                : throw new ArgumentException(
                    $"{slots} values do not form a square image. Give their width and height in an ImageShape, "
                    + "or draw rows that are not images with SlotProfiles.");
        }

        return given.Slots == slots
            ? given
            : throw new ArgumentException(
                $"An image of {given} has {given.Slots} values, but the rows have {slots}. "
                + "Give the width, height and channels of the rows.");
    }

    /// <summary>The same shape with black and white set, from the values of the rows where they are null.</summary>
    /// <param name="rows">All rows of the picture.</param>
    internal ImageShape WithRangeOf(IReadOnlyCollection<float[]> rows)
    {
        if (Black is not null && White is not null)
        {
            return this;
        }

        float low = rows.Min(row => row.Min());
        float high = rows.Max(row => row.Max());
        return this with
        {
            Black = Black ?? (White is { } white ? FarFrom(white) : low),
            White = White ?? (Black is { } black ? FarFrom(black) : high),
        };

        float FarFrom(float end) => Math.Abs(end - low) > Math.Abs(end - high) ? low : high;
    }

    private static int Positive(int value, string name) =>
        value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number of pixels from 1.");

    private static float? Finite(float? value, string name) =>
        value is null || float.IsFinite(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number.");
}
