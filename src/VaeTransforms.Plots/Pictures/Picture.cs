using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using OxyPlot;
using SkiaSharp;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots;

/// <summary>A finished picture: it saves itself as SVG or PNG, and a notebook whose cell ends in one shows it.</summary>
/// <remarks>
/// Nothing is asked of the network or of the system's fonts: PNG files are written in a font of the package's own, SVG files
/// in the font of who looks at them. The same numbers give the same picture, in every culture. Thread-safe.
/// </remarks>
public sealed class Picture : IHtmlContent
{
    /// <summary>Pixels that the heading takes at the top; panels stand below.</summary>
    internal const int HeadingHeight = 40;

    private const double HeadingFontSize = 14;

    // Screens of two pixels per point, which most now are, show it sharply.
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

    /// <summary>What the picture shows; its heading, and its text for readers who do not see it.</summary>
    public string Title { get; }

    /// <summary>Pixels, at scale 1.</summary>
    public int Width { get; }

    /// <summary>Pixels, at scale 1.</summary>
    public int Height { get; }

    /// <summary>The picture as an SVG element, to be put into a page as it is.</summary>
    /// <returns>Well-formed XML without a declaration; the same text at every call.</returns>
    public string ToSvg() => WriteSvg(isDocument: false);

    /// <summary>Writes the picture as an SVG file.</summary>
    /// <param name="path">Is replaced if it exists.</param>
    public void SaveSvg(string path) => File.WriteAllText(path, WriteSvg(isDocument: true), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>The picture as a PNG file.</summary>
    /// <param name="scale">Pixels per pixel of <see cref="Width"/> and <see cref="Height"/>, up to 8; 2 for print and for fine screens.</param>
    /// <returns>The file's bytes; the same at every call on one machine.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not in (0, 8].</exception>
    public byte[] ToPng(double scale = 1)
    {
        if (!(scale is > 0 and <= 8))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be above 0 and at most 8.");
        }

        using var bitmap = new SKBitmap(new SKImageInfo(Pixels(Width), Pixels(Height), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            canvas.Scale((float)scale);
            using var context = new RasterContext(canvas, new LetterWidths(Width, Height));
            Draw(context);
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();

        int Pixels(int length) => Math.Max(1, (int)Math.Round(length * scale));
    }

    /// <summary>Writes the picture as a PNG file.</summary>
    /// <param name="path">Is replaced if it exists.</param>
    /// <param name="scale">Pixels per pixel of <see cref="Width"/> and <see cref="Height"/>, up to 8; 2 for print and for fine screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not in (0, 8].</exception>
    public void SavePng(string path, double scale = 1) => File.WriteAllBytes(path, ToPng(scale));

    /// <summary>Writes the picture as an HTML element that needs no other file.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="encoder">For <see cref="Title"/>.</param>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(encoder);

        // An image, since pages that show other people's notebooks strip or mangle inline SVG.
        writer.Write($"<img width=\"{Width}\" height=\"{Height}\" alt=\"");
        encoder.Encode(writer, Title);
        writer.Write("\" src=\"data:image/png;base64,");
        writer.Write(Convert.ToBase64String(ToPng(NotebookScale)));
        writer.Write("\">");
    }

    private string WriteSvg(bool isDocument)
    {
        using var stream = new MemoryStream();
        using (var context = new SvgRenderContext(stream, Width, Height, isDocument, new LetterWidths(Width, Height), OxyColors.White, useVerticalTextAlignmentWorkaround: true))
        {
            Draw(context);
            context.Complete();
            context.Flush();
        }

        return WithIdsOfItsOwn(Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF'));
    }

    private void Draw(IRenderContext context)
    {
        // A plot keeps its layout in itself while it is drawn.
        lock (_gate)
        {
            double size = Math.Min(HeadingFontSize, HeadingFontSize * (Width - (2 * PlotFrame.FontSize)) / Words.Width(context, Title, HeadingFontSize));
            Words.Draw(context, Title, Width / 2.0, HeadingHeight / 2.0, HorizontalAlignment.Center, VerticalAlignment.Middle, size: size);
            foreach (Panel panel in _panels)
            {
                panel.Draw(context);
            }
        }
    }

    /// <summary>Identifiers hold for a whole page, and a page may show many pictures, each with a clipPath1.</summary>
    private static string WithIdsOfItsOwn(string svg)
    {
        string own = $"clip-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg)))[..8]}-";
        return svg.Replace("id=\"clipPath", $"id=\"{own}", StringComparison.Ordinal).Replace("url(#clipPath", $"url(#{own}", StringComparison.Ordinal);
    }
}
