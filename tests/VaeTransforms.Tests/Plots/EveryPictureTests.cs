using System.Xml.Linq;
using VaeTransforms.Plots;
using Xunit;

namespace VaeTransforms.Tests.Plots;

public sealed class EveryPictureTests
{
    public static TheoryData<string> Names => [.. SamplePictures.Names];

    [Fact]
    public void Every_kind_of_picture_is_among_the_samples()
    {
        string[] kinds = [.. typeof(Picture).Assembly.GetExportedTypes()
            .Where(type => type.GetMethods().Any(method => method.Name == "Draw" && method.ReturnType == typeof(Picture)))
            .Select(type => type.Name)];

        Assert.Equal(kinds.Order(), SamplePictures.Names.Select(name => name.Split(',')[0]).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_SVG_is_well_formed_and_has_its_title(string name)
    {
        Picture picture = SamplePictures.Draw(name);
        XElement svg = XElement.Parse(picture.ToSvg());

        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Contains(picture.Title, svg.Texts());
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName is "ellipse" or "polyline" or "polygon" or "image");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_PNG_has_its_size_and_is_not_blank(string name)
    {
        Picture picture = SamplePictures.Draw(name);
        using var png = new DecodedPng(picture.ToPng());

        Assert.Equal((picture.Width, picture.Height), (png.Width, png.Height));
        Assert.True(png.Inked(top: Picture.HeadingHeight) > 1000, "There is nothing below the heading.");
        Assert.True(png.Inked(bottom: Picture.HeadingHeight) > 100, "There is no heading.");
    }

    /// <summary>Text and marks that touch an edge would be cut off.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_touches_its_edges(string name)
    {
        using var png = new DecodedPng(SamplePictures.Draw(name).ToPng());

        Assert.Equal(0, png.Inked(bottom: 2));
        Assert.Equal(0, png.Inked(top: png.Height - 2));
        Assert.Equal(0, png.Inked(right: 2));
        Assert.Equal(0, png.Inked(left: png.Width - 2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_the_same_bytes_each_time_in_every_culture(string name)
    {
        (string svg, byte[] png) = (SamplePictures.Draw(name).ToSvg(), SamplePictures.Draw(name).ToPng());
        using var german = new GermanCulture();
        Assert.Equal(svg, SamplePictures.Draw(name).ToSvg());
        Assert.Equal(png, SamplePictures.Draw(name).ToPng());
    }
}
