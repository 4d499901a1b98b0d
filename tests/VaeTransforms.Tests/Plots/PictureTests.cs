using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Html;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using OxyPlot;
using VaeTransforms.Plots;
using VaeTransforms.Plots.Drawing;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class PictureTests
{
    [Theory]
    [InlineData(1, 300, 200)]
    [InlineData(2, 600, 400)]
    [InlineData(0.5, 150, 100)]
    public void A_PNG_has_the_stated_size_times_the_scale(double scale, int width, int height)
    {
        using var png = new DecodedPng(Text("hello").ToPng(scale));

        Assert.Equal((width, height), (png.Width, png.Height));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9)]
    [InlineData(double.NaN)]
    public void A_scale_out_of_range_is_refused(double scale) =>
        Assert.StartsWith(
            "The scale must be above 0 and at most 8.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Text("hello").ToPng(scale)).Message,
            StringComparison.Ordinal);

    /// <summary>Text is drawn where the layout expects it, also on systems without fonts.</summary>
    [Theory]
    [InlineData("latent mean, nats")]
    [InlineData("Größe Δβ")]
    public void Text_is_inked_between_its_ends_and_nowhere_else(string text)
    {
        using var png = new DecodedPng(Text(text).ToPng());
        int width = (int)Math.Ceiling(new LetterWidths(300, 200).MeasureText(text, "Helvetica", 16, FontWeights.Normal).Width);

        Assert.True(png.Inked(50, 80, 50 + width, 110) > 100);
        Assert.Equal(png.Inked(top: Picture.HeadingHeight), png.Inked(49, 80, 52 + width, 110));
    }

    [Fact]
    public void A_picture_is_the_same_bytes_at_every_call_in_every_culture()
    {
        Picture picture = Text("0.5");
        (string svg, byte[] png) = (picture.ToSvg(), picture.ToPng());
        using var german = new GermanCulture();
        Assert.Equal(svg, picture.ToSvg());
        Assert.Equal(png, picture.ToPng());
    }

    [Fact]
    public void A_picture_writes_itself_as_an_HTML_image_whose_title_is_encoded()
    {
        IHtmlContent picture = Text("ELBO < 0 & \"sharp\"");
        var html = new StringWriter();
        picture.WriteTo(html, HtmlEncoder.Default);

        Match image = Regex.Match(
            html.ToString(),
            "^<img width=\"300\" height=\"200\" alt=\"ELBO &lt; 0 &amp; &quot;sharp&quot;\" "
            + "src=\"data:image/png;base64,([^\"]+)\">$");
        using var png = new DecodedPng(Convert.FromBase64String(image.Groups[1].Value));
        Assert.Equal((600, 400), (png.Width, png.Height));
        Assert.True(png.Inked() > 100);
    }

    [Fact]
    public void Files_hold_the_bytes_of_the_picture()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}");
        try
        {
            Picture picture = Text("hello");
            picture.SavePng(path, scale: 2);
            Assert.Equal(picture.ToPng(2), File.ReadAllBytes(path));
            picture.SaveSvg(path);
            Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Both use SkiaSharp, and a process can load only one version of it.</summary>
    [Fact]
    public void Pictures_and_the_image_transforms_of_ML_NET_work_in_one_process()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Text("hello").SavePng(Path.Combine(folder, "hello.png"));
            var mlContext = new MLContext(seed: 1);
            IDataView pixels = mlContext.Transforms.LoadImages("Image", folder, "File")
                .Append(mlContext.Transforms.ConvertToGrayscale("Image"))
                .Append(mlContext.Transforms.ResizeImages("Image", 150, 100, "Image"))
                .Append(mlContext.Transforms.ExtractPixels(
                    "Pixels", "Image", ImagePixelExtractingEstimator.ColorBits.Red))
                .Fit(mlContext.Data.LoadFromEnumerable([new ImageFile("hello.png")]))
                .Transform(mlContext.Data.LoadFromEnumerable([new ImageFile("hello.png")]));

            float[] row = pixels.GetColumn<float[]>("Pixels").Single();
            Assert.Equal(150 * 100, row.Length);
            Assert.True(row.Min() < 200 && row.Max() == 255);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Picture Text(string text) => new(text, 300, 200, new OneLine(text));

    private sealed class OneLine(string text) : Panel
    {
        public override void Draw(IRenderContext context) =>
            context.DrawText(
                new ScreenPoint(50, 100),
                text,
                OxyColors.Black,
                "Helvetica",
                16,
                FontWeights.Normal,
                0,
                HorizontalAlignment.Left,
                VerticalAlignment.Bottom);
    }

    private sealed record ImageFile(string File);
}
