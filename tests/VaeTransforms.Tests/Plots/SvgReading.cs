using System.Xml.Linq;
using VaeTransforms.Plots;

namespace VaeTransforms.Tests.Plots;

/// <summary>Reads the texts of a picture.</summary>
internal static class SvgReading
{
    public static string[] Texts(this Picture picture) => XElement.Parse(picture.ToSvg()).Texts();

    public static string[] Texts(this XElement svg) =>
        [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
}
