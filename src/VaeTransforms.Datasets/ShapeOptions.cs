using System.Globalization;

namespace VaeTransforms.Datasets;

/// <summary>How far the shapes of <see cref="Shapes.Generate"/> vary.</summary>
/// <remarks>
/// With <c>MaxShift = 0</c>, <c>MaxRotation = 0</c> and equal radii nothing but the kind of shape differs between rows.
/// </remarks>
public sealed record ShapeOptions
{
    // A triangle of larger area would leave the picture at some rotation, even in its centre.
    private const double LargestRadius = 9;

    /// <summary>The smallest size: the radius, in pixels, of the circle with the shape's area.</summary>
    public double MinRadius
    {
        get;
        init => field = value is > 0 and <= LargestRadius
            ? value
            : throw OutOfRange(nameof(MinRadius), $"a number of pixels in (0, {LargestRadius}]", value);
    } = 5;

    /// <summary>The largest size: the radius, in pixels, of the circle with the shape's area.</summary>
    public double MaxRadius
    {
        get;
        init => field = value is > 0 and <= LargestRadius
            ? value
            : throw OutOfRange(nameof(MaxRadius), $"a number of pixels in (0, {LargestRadius}]", value);
    } = 8;

    /// <summary>
    /// How far a shape's centroid may stand from the picture's centre, in pixels along each axis. The default lets it
    /// stand wherever the whole shape is inside the picture.
    /// </summary>
    public double MaxShift
    {
        get;
        init => field = value is >= 0 and <= Shapes.Side / 2
            ? value
            : throw OutOfRange(nameof(MaxShift), $"a number of pixels in [0, {Shapes.Side / 2}]", value);
    } = Shapes.Side / 2;

    /// <summary>How far a shape may be turned either way, in degrees. At 0 triangles and squares stand upright.</summary>
    public double MaxRotation
    {
        get;
        init => field = value is >= 0 and <= 180
            ? value
            : throw OutOfRange(nameof(MaxRotation), "a number of degrees in [0, 180]", value);
    } = 180;

    internal void Validate()
    {
        if (MinRadius > MaxRadius)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"MinRadius ({MinRadius}) must not be larger than MaxRadius ({MaxRadius})."));
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, string rule, double value) =>
        new(name, value, $"{name} must be {rule}.");
}
