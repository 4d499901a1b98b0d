using Microsoft.ML;

namespace VaeTransforms.Datasets;

/// <summary>Grey pictures of triangles, circles and squares: data whose latent space can be checked by eye.</summary>
/// <remarks>
/// Shapes of one size have one area whatever their kind, so that the amount of ink does not tell the kinds apart.
/// </remarks>
public static class Shapes
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int Side = 28;

    // Coverage of a pixel on the outline is counted on this many points along each axis.
    private const int SamplesPerPixel = 8;

    private static readonly double HalfDiagonal = Math.Sqrt(0.5);
    private static readonly string[] Names = Enum.GetNames<Shape>();

    /// <summary>Pictures of shapes at random positions, sizes and rotations; the whole shape is inside the picture.</summary>
    /// <param name="mlContext">The context to build with.</param>
    /// <param name="rows">How many, from 1.</param>
    /// <param name="seed">Equal seeds give equal pictures; with more rows the first ones stay the same.</param>
    /// <param name="options">How far the shapes vary; null for the defaults.</param>
    /// <returns>
    /// <c>Features</c>, Vector&lt;Single, 784&gt;: the covered part of each pixel from 0 to 1, row by row, with slot names
    /// <c>pixel_0_0</c> to <c>pixel_27_27</c>. <c>Label</c>, Key&lt;UInt32, 0-2&gt; with the key values of
    /// <see cref="Shape"/>: "Triangle", "Circle", "Square", which take turns in this order.
    /// </returns>
    /// <exception cref="ArgumentException">Fewer than one row, or MinRadius above MaxRadius.</exception>
    public static IDataView Generate(MLContext mlContext, int rows, int seed, ShapeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        options ??= new ShapeOptions();
        options.Validate();

        var random = new Random(seed);
        int[] classes = [.. Enumerable.Range(0, rows).Select(row => row % Names.Length)];
        float[][] features = Array.ConvertAll(classes, kind => DrawAny((Shape)kind, options, random));
        return LabelledView.WithClasses(mlContext, features, classes, LabelledView.PixelNames(Side, Side), Names);
    }

    /// <summary>One picture of one shape. What would lie outside the picture is cut off.</summary>
    /// <param name="shape">Its kind.</param>
    /// <param name="centerX">Where its centroid is, in pixels from the picture's left edge.</param>
    /// <param name="centerY">Where its centroid is, in pixels from the picture's upper edge.</param>
    /// <param name="radius">Its size in pixels: the radius of the circle with the same area.</param>
    /// <param name="rotation">In degrees, clockwise; at 0 triangle and square stand on a side.</param>
    /// <returns>The covered part of each pixel from 0 to 1, [784], row by row.</returns>
    public static float[] Draw(Shape shape, double centerX, double centerY, double radius, double rotation) =>
        Draw(new Outline(shape, radius, rotation), centerX, centerY);

    private static float[] DrawAny(Shape shape, ShapeOptions options, Random random)
    {
        double radius = Between(options.MinRadius, options.MaxRadius);
        var outline = new Outline(shape, radius, Between(-options.MaxRotation, options.MaxRotation));
        double x = Center(outline.Reach(-1, 0), outline.Reach(1, 0));
        double y = Center(outline.Reach(0, -1), outline.Reach(0, 1));
        return Draw(outline, x, y);

        double Between(double low, double high) => low + ((high - low) * random.NextDouble());

        double Center(double reachBefore, double reachAfter) => Between(
            Math.Max(reachBefore, (Side / 2) - options.MaxShift),
            Math.Min(Side - reachAfter, (Side / 2) + options.MaxShift));
    }

    private static float[] Draw(Outline outline, double centerX, double centerY)
    {
        float[] pixels = new float[Side * Side];
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                pixels[(row * Side) + column] = Coverage(outline, column - centerX, row - centerY);
            }
        }

        return pixels;
    }

    // The part of the unit square with its upper left corner at (x, y) that lies inside the outline.
    private static float Coverage(Outline outline, double x, double y)
    {
        double distance = outline.SignedDistance(x + 0.5, y + 0.5);
        if (Math.Abs(distance) >= HalfDiagonal)
        {
            return distance < 0 ? 1 : 0;
        }

        int inside = 0;
        for (int i = 0; i < SamplesPerPixel * SamplesPerPixel; i++)
        {
            double sampleX = x + (((i % SamplesPerPixel) + 0.5) / SamplesPerPixel);
            double sampleY = y + (((i / SamplesPerPixel) + 0.5) / SamplesPerPixel);
            inside += outline.SignedDistance(sampleX, sampleY) < 0 ? 1 : 0;
        }

        return inside / (float)(SamplesPerPixel * SamplesPerPixel);
    }
}
