using System.Security.Cryptography;
using System.Text;
using OxyPlot;

namespace VaeTransforms.Plots;

/// <summary>A picture of numbers, ready to be shown or saved as SVG: text that every browser draws.</summary>
/// <remarks>Needs no fonts and no graphics library on the machine that draws. Thread-safe.</remarks>
public sealed class Chart
{
    private readonly Lock _gate = new();
    private readonly PlotModel _plot;
    private readonly double _width;
    private readonly double _height;

    internal Chart(PlotModel plot, double width, double height)
    {
        _plot = plot;
        _width = width;
        _height = height;
    }

    /// <summary>The picture as an SVG element, to be put into a page or a notebook as it is.</summary>
    /// <returns>Well-formed XML without a declaration; the same text at every call.</returns>
    public string ToSvg() => Render(isDocument: false);

    /// <summary>Writes the picture as an SVG file.</summary>
    /// <param name="path">Is replaced if it exists.</param>
    public void SaveSvg(string path) => File.WriteAllText(path, Render(isDocument: true), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    private string Render(bool isDocument)
    {
        // A plot keeps its layout in itself while it is drawn.
        lock (_gate)
        {
            // The measurer knows the widths of Helvetica's letters, so that none of the system's fonts are asked for.
            var measurer = new PdfRenderContext(_width, _height, OxyColors.Undefined);

            // Shifts text by itself instead of asking for a baseline, which some renderers of SVG do not know.
            return WithIdsOfItsOwn(SvgExporter.ExportToString(_plot, _width, _height, isDocument, measurer, useVerticalTextAlignmentWorkaround: true));
        }
    }

    /// <summary>Identifiers hold for a whole page, and a notebook's page shows many charts, each with a clipPath1.</summary>
    private static string WithIdsOfItsOwn(string svg)
    {
        string own = $"clip-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg)))[..8]}-";
        return svg.Replace("id=\"clipPath", $"id=\"{own}", StringComparison.Ordinal).Replace("url(#clipPath", $"url(#{own}", StringComparison.Ordinal);
    }
}
