using System.Text;
using OxyPlot;
using SkiaSharp;
using VaeTransforms.Plots;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Tests.Plots;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Draws pictures whose labels are Chinese, Arabic or Thai, with the fonts that the machine has.</summary>
public sealed class DrawsLabelsInOtherScriptsTests
{
    // A letter that no font has: the last of the private use area.
    private const string Unknown = "\U0010FFFD";

    [Theory]
    [InlineData("异常检测模型的潜在空间")]
    [InlineData("العربية")]
    [InlineData("ภาษาไทยที่นี่")]
    [InlineData("mixed 中文 text")]
    public void A_label_stays_in_the_room_that_the_layout_gives_it(string label)
    {
        double room = new LetterWidths(400, 100).MeasureText(label, PlotFrame.Font, 16, FontWeights.Normal).Width;
        var picture = new Picture("", 400, 100, new Label(label, 40));
        using var png = new DecodedPng(picture.ToPng());

        Assert.True(png.Inked(top: 60) > 20);
        Assert.Equal(png.Inked(top: 60), png.Inked(39, 60, (int)Math.Ceiling(42 + room)));
    }

    [Fact]
    public void Letters_that_no_font_has_are_named_in_the_picture_with_what_to_do()
    {
        using var without = new DecodedPng(new Picture("", 600, 100, new Label("a", 40)).ToPng());
        using var with = new DecodedPng(new Picture("", 600, 100, new Label(Unknown, 40)).ToPng());

        Assert.Equal(0, without.Inked(bottom: Picture.HeadingHeight));
        Assert.True(with.Inked(bottom: Picture.HeadingHeight) > 100);
    }

    [Fact]
    public void An_installed_font_with_a_letter_is_found()
    {
        IReadOnlyList<(string Text, SKTypeface? Font)> parts = LetterFonts.Split("one ≇ two" + Unknown);
        var noted = new StringBuilder();

        Assert.Equal("one ≇ two" + Unknown, noted.AppendJoin("", parts.Select(part => part.Text)).ToString());
        Assert.Same(LetterFonts.Own, parts[0].Font);
        Assert.Null(parts[^1].Font);
        Assert.All(parts.Where(part => part.Font is not null), part => Assert.True(part.Font!.ContainsGlyphs(part.Text)));
    }

    [Fact]
    public void Arabic_letters_come_from_an_installed_font_that_has_them()
    {
        const string File = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
        Assert.SkipUnless(System.IO.File.Exists(File), "The font is not installed.");

        (string text, SKTypeface? font) = Assert.Single(LetterFonts.Split("العربية"));

        Assert.Equal("العربية", text);
        Assert.NotNull(font);
    }

    [Fact]
    public void A_long_Chinese_name_is_truncated_at_half_as_many_letters()
    {
        string name = string.Concat(Enumerable.Repeat("中", 40));

        Assert.Equal(new string('中', 15) + "…", PictureText.Short(name));
        Assert.Equal("latent", PictureText.Short("latent"));
    }

    private sealed class Label(string text, double left) : Panel
    {
        public override void Draw(IRenderContext context) => PictureText.Draw(
            context, text, left, 75, HorizontalAlignment.Left, VerticalAlignment.Middle, size: 16);
    }
}
