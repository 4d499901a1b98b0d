using System.Xml.Linq;
using VaeTransforms.Plots;
using Xunit;

namespace VaeTransforms.Tests.Plots;

/// <summary>The content of pictures of images, read back from their pixels.</summary>
public sealed class ImagePicturesTests
{
    /// <summary>The normal distribution's quantiles at 1/10, 3/10, … from a table, and decodings computed one by one.</summary>
    [Fact]
    public void A_manifold_grid_decodes_the_priors_quantiles_from_left_to_right_and_from_bottom_to_top()
    {
        using VaeModel model = SamplePictures.Model(inputSize: 4, latentDimension: 3);
        var shape = new ImageShape(2, 2) { Black = -3, White = 3 };
        Picture picture = ManifoldGrid.Draw(model, side: 5, shape, x: 2, y: 0);
        using var png = new DecodedPng(picture.ToPng());
        (int left, int top) = Corner(picture);

        float[] quantiles = [-1.2816f, -0.5244f, 0, 0.5244f, 1.2816f];
        for (int row = 0; row < 5; row++)
        {
            for (int column = 0; column < 5; column++)
            {
                float[] decoding = model.Decode([quantiles[4 - row], 0, quantiles[column]]);
                for (int pixel = 0; pixel < 4; pixel++)
                {
                    // Tiles of 72 pixels, one apart.
                    int x = left + (column * 73) + (pixel % 2 * 36) + 18;
                    int y = top + (row * 73) + (pixel / 2 * 36) + 18;
                    int shade = png[x, y] & 0xFF;
                    Assert.InRange(shade, Shade(decoding[pixel]) - 1, Shade(decoding[pixel]) + 1);
                }
            }
        }

        string[] texts = picture.Texts();
        Assert.Empty(new[] { "-1.28", "-0.52", "0.00", "0.52", "1.28", "z[2]", "z[0]" }.Except(texts));

        static int Shade(float value) => (int)Math.Round(255 * Math.Clamp((value + 3) / 6, 0, 1));
    }

    [Fact]
    public void A_traversal_has_a_row_for_each_given_dimension()
    {
        using VaeModel model = SamplePictures.Model(inputSize: 4, latentDimension: 3);
        string[] texts = TraversalStrips.Draw(model, center: [1, 2, 3], dimensions: [2, 0], reach: 2, steps: 5).Texts();

        Assert.Empty(new[] { "z[2]", "z[0]", "-2", "-1", "0", "1", "2" }.Except(texts));
        Assert.DoesNotContain("z[1]", texts);
    }

    [Fact]
    public void An_interpolation_goes_along_the_line_and_along_the_arc()
    {
        using VaeModel model = SamplePictures.Model(inputSize: 4, latentDimension: 2);
        string[] texts = InterpolationStrips.Draw(model, [-1, 0], [1, 1], steps: 5).Texts();

        Assert.Empty(new[] { "line", "arc", "0", "25", "50", "75", "100" }.Except(texts));
    }

    [Fact]
    public void Reconstructions_stand_below_their_inputs_in_bands_of_one_length()
    {
        float[][] inputs = [.. Enumerable.Range(0, 14).Select(i => new float[] { i, i, i, i })];
        float[][] reconstructions = [.. Enumerable.Range(0, 14).Select(i => new float[] { 100 + i, 100 + i, 100 + i, 100 + i })];
        Picture picture = Reconstructions.Draw(inputs, reconstructions, new ImageShape(2, 2) { Black = 0, White = 255 });
        using var png = new DecodedPng(picture.ToPng());
        (int left, int top) = Corner(picture);

        for (int i = 0; i < 14; i++)
        {
            // Two bands of seven tiles of 72 pixels, two apart; 14 pixels between the bands.
            int x = left + (i % 7 * 74) + 10;
            int y = top + (i / 7 * (146 + 14)) + 10;
            Assert.Equal(i, png[x, y] & 0xFF);
            Assert.Equal(100 + i, png[x, y + 74] & 0xFF);
        }
    }

    [Fact]
    public void The_shapes_picture_names_both_models_and_all_lines_between_the_classes()
    {
        using VaeModel model = SamplePictures.Model(inputSize: 4, latentDimension: 2);
        using var autoencoder = new VaeModel(
            TestModels.Random(TestModels.Architecture(4, 2)) with { Training = model.Training with { Beta = 0 } });
        string[] labels = [.. SamplePictures.Labels(30).Select(label => new[] { "Circle", "Square", "Triangle" }[label])];
        string[] texts = ShapesPicture.Draw(model, autoencoder, SamplePictures.Rows(30, 4), labels).Texts();

        Assert.Empty(new[] { "VAE, Beta 1", "autoencoder, Beta 0" }.Except(texts));
        Assert.All(
            ["Circle", "Square", "Triangle", "Circle to Square", "Circle to Triangle", "Square to Triangle"],
            name => Assert.Equal(2, texts.Count(text => text == name)));
    }

    /// <summary>The upper left corner of the mosaic in the SVG file; the PNG file must have it in the same place.</summary>
    private static (int Left, int Top) Corner(Picture picture)
    {
        XElement image = XElement.Parse(picture.ToSvg()).Descendants().First(element => element.Name.LocalName == "image");
        return ((int)image.Attribute("x")!, (int)image.Attribute("y")!);
    }
}
