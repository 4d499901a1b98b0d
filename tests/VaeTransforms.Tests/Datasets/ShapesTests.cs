using System.Numerics;
using FsCheck.Xunit;
using Microsoft.ML;
using VaeTransforms.Datasets;
using Xunit;

namespace VaeTransforms.Tests.Datasets;

public sealed class ShapesTests
{
    private static readonly MLContext MLContext = new(seed: 1);

    [Fact]
    public void Kinds_are_balanced_and_named()
    {
        IDataView view = Shapes.Generate(MLContext, rows: 301, seed: 7);

        Assert.Equal("Vector<Single, 784>", view.Schema["Features"].Type.ToString());
        Assert.Equal(["pixel_0_27", "pixel_1_0"], view.SlotNames()[27..29]);
        Assert.Equal(["Triangle", "Circle", "Square"], view.LabelNames());
        Assert.Equal([101, 100, 100], view.Keys().CountBy(key => key).OrderBy(count => count.Key).Select(count => count.Value));
    }

    [Fact]
    public void Equal_seeds_give_equal_pictures_and_more_rows_keep_the_first_ones()
    {
        float[][] few = Shapes.Generate(MLContext, rows: 9, seed: 7).Features();
        float[][] more = Shapes.Generate(new MLContext(), rows: 12, seed: 7).Features();
        float[][] other = Shapes.Generate(MLContext, rows: 9, seed: 8).Features();

        Assert.Equal(few, more[..9]);
        Assert.All(few.Zip(other), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Property(MaxTest = 20)]
    public void A_generated_shape_is_whole_and_its_size_is_in_the_range(int seed)
    {
        float[][] rows = Shapes.Generate(MLContext, rows: 30, seed).Features();

        Assert.All(rows.SelectMany(row => row), pixel => Assert.InRange(pixel, 0f, 1f));

        // A shape that the edge cuts off loses area. This detects small shapes; large ones have a test of their own.
        Assert.All(rows, row => Assert.InRange(Radius(row), 4.97, 8.03));
        Assert.All(rows, row => Assert.InRange(Math.Abs(Moment(row, 1)), 0, 1e-5));
    }

    [Property(MaxTest = 50)]
    public void A_shape_has_the_given_area_and_centroid(Shape shape, byte x, byte y, byte size, byte turn)
    {
        double radius = 3 + (size / 255.0 * 5);
        (double centerX, double centerY) = (13 + (x / 128.0), 13 + (y / 128.0));
        float[] picture = Shapes.Draw(shape, centerX, centerY, radius, rotation: turn);
        Complex centroid = Centroid(picture);

        // An edge along an axis falls between two of a pixel's 8 rows of samples, so it may be off by 1/16. Then a square's
        // side is off by up to 1/8, the radius of the circle with its area by that over sqrt(π), and its center by 1/16.
        Assert.Equal(radius, Radius(picture), 1 / (8 * Math.Sqrt(Math.PI)));

        // A partly covered pixel counts at its middle here. That moves the centroid by up to 1/8 divided by the shape's width,
        // which is at least 5.3, for each of two edges.
        Assert.Equal(centerX, centroid.Real, (1 / 16.0) + (2 / (8 * 5.3)));
        Assert.Equal(centerY, centroid.Imaginary, (1 / 16.0) + (2 / (8 * 5.3)));
    }

    [Property(MaxTest = 50)]
    public void Only_triangles_have_a_third_and_only_squares_a_fourth_rotational_moment(byte x, byte y, byte turn)
    {
        float[] Drawn(Shape shape) => Shapes.Draw(shape, 13 + (x / 128.0), 13 + (y / 128.0), radius: 7, rotation: turn);

        Assert.InRange(Moment(Drawn(Shape.Triangle), 3), 0.3, 1);
        Assert.InRange(Moment(Drawn(Shape.Triangle), 4), 0, 0.03);
        Assert.InRange(Moment(Drawn(Shape.Circle), 3), 0, 0.03);
        Assert.InRange(Moment(Drawn(Shape.Circle), 4), 0, 0.03);
        Assert.InRange(Moment(Drawn(Shape.Square), 3), 0, 0.03);
        Assert.InRange(Moment(Drawn(Shape.Square), 4), 0.2, 1);
    }

    [Fact]
    public void Triangles_and_squares_without_rotation_stand_on_a_side()
    {
        double[] triangle = RowSums(Shapes.Draw(Shape.Triangle, 14, 14, 7, rotation: 0));
        double[] square = RowSums(Shapes.Draw(Shape.Square, 14, 14, 7, rotation: 0));

        Assert.Equal(triangle.Where(sum => sum > 0).SkipLast(1).Order(), triangle.Where(sum => sum > 0).SkipLast(1));
        Assert.Single(square.Where(sum => sum > 0).Skip(1).SkipLast(1).Distinct());
    }

    [Fact]
    public void Without_variation_only_the_kind_differs()
    {
        var still = new ShapeOptions { MinRadius = 7, MaxRadius = 7, MaxShift = 0, MaxRotation = 0 };
        float[][] rows = Shapes.Generate(MLContext, rows: 6, seed: 1, still).Features();

        Assert.Equal(rows[..3], rows[3..]);
        Assert.Equal(Shapes.Draw(Shape.Square, 14, 14, 7, rotation: 0), rows[2]);
    }

    [Fact]
    public void The_largest_shapes_fit_at_every_rotation()
    {
        var large = new ShapeOptions { MinRadius = 9, MaxRadius = 9 };

        Assert.All(Shapes.Generate(MLContext, rows: 60, seed: 3, large).Features(), row => Assert.Equal(9, Radius(row), 0.03));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(9.1)]
    public void A_size_that_does_not_fit_is_refused_with_its_rule(double radius)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new ShapeOptions { MinRadius = radius });
        Assert.StartsWith("MinRadius must be a number of pixels in (0, 9].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_MinRadius_above_MaxRadius_is_refused_with_both_values()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Shapes.Generate(MLContext, rows: 3, seed: 1, new ShapeOptions { MinRadius = 8.5 }));
        Assert.Equal("MinRadius (8.5) must not be larger than MaxRadius (8).", error.Message);
    }

    private static double Radius(float[] picture) => Math.Sqrt(picture.Sum(pixel => (double)pixel) / Math.PI);

    private static Complex Centroid(float[] picture) =>
        Weighted(picture, center => center) / picture.Sum(pixel => (double)pixel);

    /// <summary>|sum of z^order| / sum of |z|^order around the centroid: 0 without that symmetry, at any rotation.</summary>
    private static double Moment(float[] picture, int order)
    {
        Complex centroid = Centroid(picture);
        Complex sum = Weighted(picture, center => Complex.Pow(center - centroid, order));
        return sum.Magnitude / Weighted(picture, center => Math.Pow((center - centroid).Magnitude, order)).Real;
    }

    private static Complex Weighted(float[] picture, Func<Complex, Complex> value)
    {
        Complex sum = 0;
        for (int i = 0; i < picture.Length; i++)
        {
            sum += picture[i] * value(new Complex((i % Shapes.Side) + 0.5, (i / Shapes.Side) + 0.5));
        }

        return sum;
    }

    private static double[] RowSums(float[] picture) =>
        [.. picture.Chunk(Shapes.Side).Select(row => row.Sum(pixel => (double)pixel))];
}
