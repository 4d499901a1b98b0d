using FsCheck.Xunit;
using VaeTransforms.Plots;
using VaeTransforms.Plots.Drawing;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class MosaicTests
{
    private static readonly ImageShape Gray = new(3, 2) { Black = 0, White = 255 };

    /// <summary>Looks up every pixel of every tile in the decoded file, at the place that an independent formula gives.</summary>
    [Property(MaxTest = 30)]
    public void Every_value_is_a_square_of_its_shade_at_its_place(byte[] first, byte[] second, byte[] third)
    {
        float[][] tiles = [.. new[] { first, second, third }
            .Select(bytes => Enumerable.Range(0, 6).Select(i => i < bytes.Length ? (float)bytes[i] : 7).ToArray())];
        Mosaic mosaic = Mosaic.Compose(tiles, columns: 2, Gray, magnification: 4, gap: 3);
        var panel = new MosaicPanel(mosaic, left: 20, top: 50, new MosaicBlock(tiles));
        using var png = new DecodedPng(new Picture("mosaic", 120, 120, panel).ToPng());

        Assert.Equal((27, 19), (mosaic.Width, mosaic.Height));
        for (int tile = 0; tile < tiles.Length; tile++)
        {
            for (int pixel = 0; pixel < 6; pixel++)
            {
                int left = 20 + (tile % 2 * 15) + (pixel % 3 * 4);
                int top = 50 + (tile / 2 * 11) + (pixel / 3 * 4);
                int shade = (int)tiles[tile][pixel] * 0x010101;
                Assert.All(
                    [(0, 0), (3, 0), (0, 3), (3, 3)],
                    corner => Assert.Equal(shade, png[left + corner.Item1, top + corner.Item2]));
            }
        }

        // The gaps, and the place of the fourth tile.
        Assert.Equal(0, png.Inked(left: 32, top: 50, right: 35, bottom: 69));
        Assert.Equal(0, png.Inked(left: 20, top: 58, right: 47, bottom: 61));
        Assert.Equal(0, png.Inked(left: 35, top: 61, right: 47, bottom: 69));
    }

    [Theory]
    [InlineData(false, new float[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(true, new float[] { 1, 3, 5, 2, 4, 6 })]
    public void Three_channels_are_red_green_and_blue_apart_or_together(bool isInterleaved, float[] values)
    {
        var shape = new ImageShape(2, 1) { Channels = 3, IsInterleaved = isInterleaved, Black = 0, White = 255 };
        Mosaic mosaic = Mosaic.Compose([values], 1, shape, 1);
        using var png = new DecodedPng(mosaic.Image.GetData());

        Assert.Equal([0x010305, 0x020406], [png[0, 0], png[1, 0]]);
    }

    [Fact]
    public void High_values_are_dark_where_black_is_above_white()
    {
        Mosaic mosaic = Mosaic.Compose([[0, 1, 0.5f, 2]], 1, new ImageShape(4, 1) { Black = 1, White = 0 }, 1);
        using var png = new DecodedPng(mosaic.Image.GetData());

        Assert.Equal([0xFFFFFF, 0x000000, 0x808080, 0x000000], Enumerable.Range(0, 4).Select(x => png[x, 0]));
    }

    [Fact]
    public void The_range_is_that_of_all_images_of_a_picture()
    {
        ImageShape shape = new(2, 1);
        Assert.Equal((-1f, 9f), Range(shape));
        Assert.Equal((9f, -1f), Range(shape with { Black = 10 }));
        Assert.Equal((0f, 9f), Range(shape with { Black = 0 }) with { Item1 = 0 });
        Assert.Equal((9f, -2f), Range(shape with { White = -2 }));

        static (float?, float?) Range(ImageShape shape)
        {
            ImageShape known = shape.WithRangeOf([[-1, 3], [9, 0]]);
            return (known.Black == 10 ? 9 : known.Black, known.White);
        }
    }

    [Fact]
    public void Images_are_as_large_as_there_is_room_and_never_below_a_pixel()
    {
        Assert.Equal(5, Mosaic.Magnification(new ImageShape(8, 8), columns: 15, width: 700, largestTile: 72));
        Assert.Equal(9, Mosaic.Magnification(new ImageShape(8, 8), columns: 1, width: 700, largestTile: 72));
        Assert.Equal(1, Mosaic.Magnification(new ImageShape(100, 100), columns: 15, width: 700, largestTile: 72));
    }

    [Fact]
    public void More_pixels_than_a_picture_can_have_are_refused()
    {
        float[][] tiles = [.. Enumerable.Repeat(new float[2500], 100)];
        var shape = new ImageShape(50, 50) { Black = 0, White = 1 };
        Assert.Equal(
            "100×1 images of 50×50 make 5198×50 pixels, but a picture has at most 4000 along a side. Draw fewer.",
            Assert.Throws<ArgumentException>(() => Mosaic.Compose(tiles, 100, shape, 1)).Message);
    }
}
