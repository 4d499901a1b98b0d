namespace VaeTransforms.Datasets;

/// <summary>A circle or a regular polygon with its centroid at the origin; x grows to the right, y grows downward.</summary>
internal sealed class Outline
{
    private readonly double _inradius;
    private readonly (double X, double Y)[] _normals;
    private readonly (double X, double Y)[] _corners;

    /// <summary>The outline of a shape.</summary>
    /// <param name="shape">The kind of shape.</param>
    /// <param name="radius">The radius of the circle with the same area, in pixels.</param>
    /// <param name="rotation">Degrees, clockwise; at 0, triangles and squares stand on a side.</param>
    public Outline(Shape shape, double radius, double rotation)
    {
        int sides = shape switch { Shape.Triangle => 3, Shape.Square => 4, _ => 0 };
        double half = Math.PI / Math.Max(sides, 1);
        double down = (90 + rotation) * Math.PI / 180;

        // A polygon's area is sides * inradius^2 * tan(half).
        _inradius = sides == 0 ? radius : radius * Math.Sqrt(Math.PI / (sides * Math.Tan(half)));
        _normals = [.. Enumerable.Range(0, sides).Select(k => Direction(down + (2 * k * half), 1))];
        _corners = [.. Enumerable.Range(0, sides)
            .Select(k => Direction(down + ((2 * k + 1) * half), _inradius / Math.Cos(half)))];
    }

    /// <summary>
    /// Negative inside and positive outside. Its magnitude is at most the distance of the point from the outline.
    /// </summary>
    public double SignedDistance(double x, double y)
    {
        if (_normals.Length == 0)
        {
            return Math.Sqrt((x * x) + (y * y)) - _inradius;
        }

        double farthest = double.NegativeInfinity;
        foreach ((double normalX, double normalY) in _normals)
        {
            farthest = Math.Max(farthest, (normalX * x) + (normalY * y));
        }

        return farthest - _inradius;
    }

    /// <summary>The extent of the outline from the origin in a direction of length 1.</summary>
    public double Reach(double x, double y) =>
        _corners.Length == 0 ? _inradius : _corners.Max(corner => (corner.X * x) + (corner.Y * y));

    private static (double X, double Y) Direction(double angle, double length) =>
        (length * Math.Cos(angle), length * Math.Sin(angle));
}
