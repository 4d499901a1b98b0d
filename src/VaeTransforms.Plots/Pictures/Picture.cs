using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using OxyPlot;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots;

/// <summary>A finished picture, to save as SVG or PNG. A notebook whose cell ends in a picture shows it.</summary>
/// <remarks>
/// Drawing needs no network access and no installed fonts. PNG files use a font from the package, and installed fonts for
/// letters that it lacks, such as Chinese ones; a line in the picture names letters that no font has. SVG files use a font of
/// the reader's system. The same numbers give the same picture in every culture. Thread-safe.
/// </remarks>
public sealed class Picture : IHtmlContent
{
    /// <summary>The height of the heading in pixels. The panels are below it.</summary>
    internal const int HeadingHeight = 40;

    private const double HeadingFontSize = 14;

    // Most screens have two pixels per point.
    private const double NotebookScale = 2;

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<Panel> _panels;

    internal Picture(string title, int width, int height, params IReadOnlyList<Panel> panels)
    {
        Title = title;
        Width = width;
        Height = height;
        _panels = panels;
    }

    /// <summary>The heading, which is also the alternative text for readers who do not see the picture.</summary>
    public string Title { get; }

    /// <summary>The width in pixels at scale 1.</summary>
    public int Width { get; }

    /// <summary>The height in pixels at scale 1.</summary>
    public int Height { get; }

    /// <summary>The picture as an SVG element that can be inserted into a page.</summary>
    /// <returns>Well-formed XML without a declaration; the same text at every call.</returns>
    public string ToSvg() => WriteSvg(isDocument: false);

    /// <summary>Writes the picture as an SVG file.</summary>
    /// <param name="path">The file; an existing file is replaced.</param>
    public void SaveSvg(string path) =>
        File.WriteAllText(path, WriteSvg(isDocument: true), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>The picture as a PNG file.</summary>
    /// <param name="scale">
    /// Pixels of the file per pixel of <see cref="Width"/> and <see cref="Height"/>, in (0, 8]; 1 by default. Use 2 for print
    /// and for high-resolution screens.
    /// </param>
    /// <returns>The file's bytes; the same at every call on one machine.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not in (0, 8].</exception>
    /// <exception cref="InvalidOperationException">SkiaSharp's native library is missing, or it has another version.</exception>
    public byte[] ToPng(double scale = 1)
    {
        if (!(scale is > 0 and <= 8))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be above 0 and at most 8.");
        }

        return RasterFile.Draw(Width, Height, scale, Draw);
    }

    /// <summary>Writes the picture as a PNG file.</summary>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="scale">
    /// Pixels of the file per pixel of <see cref="Width"/> and <see cref="Height"/>, in (0, 8]; 1 by default. Use 2 for print
    /// and for high-resolution screens.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not in (0, 8].</exception>
    /// <exception cref="InvalidOperationException">SkiaSharp's native library is missing, or it has another version.</exception>
    public void SavePng(string path, double scale = 1) => File.WriteAllBytes(path, ToPng(scale));

    /// <summary>Writes the picture as an HTML element that contains its PNG file.</summary>
    /// <param name="writer">The target.</param>
    /// <param name="encoder">Encodes <see cref="Title"/>.</param>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(encoder);

        // An img element, because pages that show uploaded notebooks remove or change inline SVG.
        writer.Write($"<img width=\"{Width}\" height=\"{Height}\" alt=\"");
        encoder.Encode(writer, Title);
        writer.Write("\" src=\"data:image/png;base64,");
        writer.Write(Convert.ToBase64String(ToPng(NotebookScale)));
        writer.Write("\">");
    }

    private string WriteSvg(bool isDocument)
    {
        using var stream = new MemoryStream();
        var letters = new LetterWidths(Width, Height);
        using (var context = new SvgRenderContext(
            stream, Width, Height, isDocument, letters, OxyColors.White, useVerticalTextAlignmentWorkaround: true))
        {
            Draw(context);
            context.Complete();
            context.Flush();
        }

        return WithUniqueIds(Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF'));
    }

    private void Draw(IRenderContext context)
    {
        // A PlotModel stores its layout while it is drawn, so one thread draws at a time.
        lock (_gate)
        {
            // A long heading is drawn in a smaller size, so that it fits the width.
            double width = PictureText.Width(context, Title, HeadingFontSize);
            double size = Math.Min(HeadingFontSize, HeadingFontSize * (Width - (2 * PlotFrame.FontSize)) / width);
            PictureText.Draw(
                context,
                Title,
                Width / 2.0,
                HeadingHeight / 2.0,
                HorizontalAlignment.Center,
                VerticalAlignment.Middle,
                size: size);
            foreach (Panel panel in _panels)
            {
                panel.Draw(context);
            }
        }
    }

    /// <summary>
    /// Identifiers must be unique on a page. OxyPlot names the first clip path of every picture clipPath1, so each picture
    /// gets a prefix of its own.
    /// </summary>
    private static string WithUniqueIds(string svg)
    {
        string prefix = $"clip-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg)))[..8]}-";
        return svg
            .Replace("id=\"clipPath", $"id=\"{prefix}", StringComparison.Ordinal)
            .Replace("url(#clipPath", $"url(#{prefix}", StringComparison.Ordinal);
    }
}
