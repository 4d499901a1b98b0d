using System.Globalization;

namespace VaeTransforms.Datasets;

/// <summary>The variation of the shapes of <see cref="Shapes.Generate"/>.</summary>
/// <remarks>
/// With <c>MaxShift = 0</c>, <c>MaxRotation = 0</c> and equal radii, rows differ only in the kind of shape.
/// </remarks>
public sealed record ShapeOptions
{
    // A larger triangle would not fit the picture at every rotation, even in its center.
    private const double LargestRadius = 9;

    /// <summary>
    /// The minimum size: the radius of the circle with the same area as the shape, in pixels, in (0, 9]; 5 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in (0, 9].</exception>
    public double MinRadius { get; init => field = Radius(nameof(MinRadius), value); } = 5;

    /// <summary>
    /// The maximum size: the radius of the circle with the same area as the shape, in pixels, in (0, 9]; 8 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in (0, 9].</exception>
    public double MaxRadius { get; init => field = Radius(nameof(MaxRadius), value); } = 8;

    /// <summary>
    /// The maximum distance of a shape's centroid from the picture's center, in pixels along each axis, in [0, 14]. The
    /// default, 14, allows every place where the whole shape is inside the picture.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 14].</exception>
    public double MaxShift
    {
        get;
        init => field = value is >= 0 and <= Shapes.Side / 2
            ? value
            : throw OutOfRange(nameof(MaxShift), $"a number of pixels in [0, {Shapes.Side / 2}]", value);
    } = Shapes.Side / 2;

    /// <summary>
    /// The maximum rotation in either direction, in degrees, in [0, 180]; 180 by default. At 0, triangles and squares stand on
    /// a side.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 180].</exception>
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

    private static double Radius(string name, double value) => value is > 0 and <= LargestRadius
        ? value
        : throw OutOfRange(name, $"a number of pixels in (0, {LargestRadius}]", value);

    private static ArgumentOutOfRangeException OutOfRange(string name, string rule, double value) =>
        new(name, value, $"{name} must be {rule}.");
}
