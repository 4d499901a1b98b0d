using Microsoft.ML;

namespace VaeTransforms.Datasets;

/// <summary>Gray pictures of triangles, circles and squares: data whose latent space can be checked by eye.</summary>
/// <remarks>
/// Shapes of equal size have equal area, so the amount of ink does not reveal the kind of shape.
/// </remarks>
public static class Shapes
{
    /// <summary>The width and the height of a picture in pixels.</summary>
    public const int Side = 28;

    // The coverage of a pixel on the outline is the share of sample points inside, this many along each axis.
    private const int SamplesPerPixel = 8;

    private static readonly double HalfDiagonal = Math.Sqrt(0.5);
    private static readonly string[] Names = Enum.GetNames<Shape>();

    /// <summary>Generates pictures of shapes at random positions, sizes and rotations, with the whole shape inside.</summary>
    /// <param name="mlContext">The context that creates the view.</param>
    /// <param name="rows">The number of pictures, from 1.</param>
    /// <param name="seed">Equal seeds give equal pictures. With more rows, the first rows stay the same.</param>
    /// <param name="options">The variation of the shapes; null for the defaults.</param>
    /// <returns>
    /// <c>Features</c>, Vector&lt;Single, 784&gt;: the coverage of each pixel from 0 to 1, row by row, with slot names
    /// <c>pixel_0_0</c> to <c>pixel_27_27</c>. <c>Label</c>, Key&lt;UInt32, 0-2&gt; with the key values of
    /// <see cref="Shape"/>: "Triangle", "Circle", "Square". The rows alternate between the kinds in this order.
    /// </returns>
    /// <exception cref="ArgumentException">The number of rows is below 1, or MinRadius is above MaxRadius.</exception>
    public static IDataView Generate(MLContext mlContext, int rows, int seed, ShapeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        options ??= new ShapeOptions();
        options.Validate();

        var random = new Random(seed);
        int[] classes = [.. Enumerable.Range(0, rows).Select(row => row % Names.Length)];
        float[][] features = Array.ConvertAll(classes, kind => DrawAny((Shape)kind, options, random));
        return LabeledView.WithClasses(mlContext, features, classes, LabeledView.PixelNames(Side, Side), Names);
    }

    /// <summary>Draws one picture of one shape. Parts outside the picture are cut off.</summary>
    /// <param name="shape">The kind of shape.</param>
    /// <param name="centerX">The position of the centroid in pixels from the picture's left edge.</param>
    /// <param name="centerY">The position of the centroid in pixels from the picture's upper edge.</param>
    /// <param name="radius">The size: the radius of the circle with the same area, in pixels.</param>
    /// <param name="rotation">Degrees, clockwise; at 0, triangles and squares stand on a side.</param>
    /// <returns>The coverage of each pixel from 0 to 1, [784], row by row.</returns>
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

    // The share of the unit square with its upper left corner at (x, y) that lies inside the outline.
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
