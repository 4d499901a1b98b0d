using System.Text;
using OxyPlot;
using SkiaSharp;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Draws a plot into pixels, in the font of the package, because a server may have no fonts.</summary>
/// <param name="canvas">The target; the caller disposes it.</param>
/// <param name="measurer">Measures text, as for SVG, so that both kinds of file have the same layout.</param>
internal sealed class RasterContext(SKCanvas canvas, IRenderContext measurer) : ClippingRenderContext, IDisposable
{
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly HashSet<Rune> _missing = [];

    /// <summary>Letters that were drawn as boxes, because no font has them.</summary>
    public IReadOnlyCollection<Rune> Missing => _missing;

    public override void DrawLine(
        IList<ScreenPoint> points,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edgeRenderingMode,
        double[]? dashArray,
        LineJoin lineJoin)
    {
        using SKPath path = Path(points);
        Stroke(path, stroke, thickness, dashArray, lineJoin);
    }

    public override void DrawPolygon(
        IList<ScreenPoint> points,
        OxyColor fill,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edgeRenderingMode,
        double[]? dashArray,
        LineJoin lineJoin)
    {
        using SKPath path = Path(points);
        path.Close();
        FillAndStroke(path, fill, stroke, thickness, dashArray, lineJoin);
    }

    public override void DrawEllipse(
        OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        using var path = new SKPath();
        path.AddOval(ToSkia(rect));
        FillAndStroke(path, fill, stroke, thickness);
    }

    public override void DrawRectangle(
        OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        using var path = new SKPath();
        path.AddRect(ToSkia(rect));
        FillAndStroke(path, fill, stroke, thickness);
    }

    public override void DrawText(
        ScreenPoint p,
        string text,
        OxyColor c,
        string fontFamily,
        double fontSize,
        double fontWeight,
        double rotate,
        HorizontalAlignment halign,
        VerticalAlignment valign,
        OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        string[] lines = StringHelper.SplitLines(text);
        double lineHeight = MeasureText(text, fontFamily, fontSize, fontWeight).Height / lines.Length;
        double baseline = valign switch
        {
            VerticalAlignment.Top => lineHeight,
            VerticalAlignment.Middle => (1 - (lines.Length / 2.0)) * lineHeight,
            _ => (1 - lines.Length) * lineHeight,
        };

        SetPaint(c, SKPaintStyle.Fill);
        canvas.Save();
        canvas.Translate((float)p.X, (float)p.Y);
        canvas.RotateDegrees((float)rotate);
        foreach (string line in lines)
        {
            DrawLine(line, fontSize, MeasureText(line, fontFamily, fontSize, fontWeight).Width, halign, (float)baseline);
            baseline += lineHeight;
        }

        canvas.Restore();
    }

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        measurer.MeasureText(text, fontFamily, fontSize, fontWeight);

    public override void DrawImage(
        OxyImage source,
        double srcX,
        double srcY,
        double srcWidth,
        double srcHeight,
        double destX,
        double destY,
        double destWidth,
        double destHeight,
        double opacity,
        bool interpolate)
    {
        using SKImage image = SKImage.FromEncodedData(source.GetData());
        _paint.Color = SKColors.Black.WithAlpha((byte)Math.Round(255 * opacity));
        _paint.FilterQuality = interpolate ? SKFilterQuality.High : SKFilterQuality.None;
        canvas.DrawImage(
            image,
            SKRect.Create((float)srcX, (float)srcY, (float)srcWidth, (float)srcHeight),
            SKRect.Create((float)destX, (float)destY, (float)destWidth, (float)destHeight),
            _paint);
    }

    public void Dispose() => _paint.Dispose();

    protected override void SetClip(OxyRect clippingRectangle)
    {
        canvas.Save();
        canvas.ClipRect(ToSkia(clippingRectangle), SKClipOperation.Intersect, antialias: true);
    }

    protected override void ResetClip() => canvas.Restore();

    /// <summary>Draws a line of text at the origin.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fontSize">In pixels.</param>
    /// <param name="room">The width that the layout reserves. The letters of a font that is wider are drawn narrower.</param>
    /// <param name="alignment">The side of the line that is at the origin.</param>
    /// <param name="baseline">Pixels below the origin.</param>
    private void DrawLine(string line, double fontSize, double room, HorizontalAlignment alignment, float baseline)
    {
        IReadOnlyList<(string Text, SKTypeface? Font)> parts = LetterFonts.Split(line);
        SKFont[] fonts = [.. parts.Select(part => FontOf(part.Font, fontSize))];
        float[] widths = [.. parts.Zip(fonts, (part, font) => font.MeasureText(font.Typeface.GetGlyphs(part.Text)))];
        bool isForeign = parts.Any(part => part.Font != LetterFonts.Own);
        float scale = isForeign && widths.Sum() > room ? (float)(room / widths.Sum()) : 1;
        float width = scale * widths.Sum();
        float x = alignment switch { HorizontalAlignment.Left => 0, HorizontalAlignment.Center => -width / 2, _ => -width };
        for (int i = 0; i < fonts.Length; i++)
        {
            if (parts[i].Font is null)
            {
                _missing.UnionWith(parts[i].Text.EnumerateRunes());
            }

            using SKFont font = fonts[i];
            font.ScaleX = scale;
            canvas.DrawText(parts[i].Text, x, baseline, font, _paint);
            x += scale * widths[i];
        }
    }

    private static SKFont FontOf(SKTypeface? typeface, double size) => new(typeface ?? LetterFonts.Own, (float)size)
    {
        Subpixel = true,
        Hinting = SKFontHinting.None,
        Edging = SKFontEdging.Antialias,
    };

    private void FillAndStroke(
        SKPath path,
        OxyColor fill,
        OxyColor stroke,
        double thickness,
        double[]? dashArray = null,
        LineJoin lineJoin = LineJoin.Miter)
    {
        if (fill.IsVisible())
        {
            SetPaint(fill, SKPaintStyle.Fill);
            canvas.DrawPath(path, _paint);
        }

        Stroke(path, stroke, thickness, dashArray, lineJoin);
    }

    private void Stroke(SKPath path, OxyColor stroke, double thickness, double[]? dashArray, LineJoin lineJoin)
    {
        if (!stroke.IsVisible() || !(thickness > 0))
        {
            return;
        }

        SetPaint(stroke, SKPaintStyle.Stroke);
        using SKPathEffect? dashes = dashArray is null
            ? null
            : SKPathEffect.CreateDash([.. dashArray.Select(length => (float)(length * thickness))], phase: 0);
        _paint.PathEffect = dashes;
        _paint.StrokeWidth = (float)thickness;
        _paint.StrokeJoin = lineJoin switch
        {
            LineJoin.Round => SKStrokeJoin.Round,
            LineJoin.Bevel => SKStrokeJoin.Bevel,
            _ => SKStrokeJoin.Miter,
        };
        canvas.DrawPath(path, _paint);
        _paint.PathEffect = null;
    }

    private void SetPaint(OxyColor color, SKPaintStyle style)
    {
        _paint.Color = new SKColor(color.R, color.G, color.B, color.A);
        _paint.Style = style;
    }

    private static SKPath Path(IList<ScreenPoint> points)
    {
        var path = new SKPath();
        path.AddPoly([.. points.Select(point => new SKPoint((float)point.X, (float)point.Y))], close: false);
        return path;
    }

    private static SKRect ToSkia(OxyRect rect) =>
        new((float)rect.Left, (float)rect.Top, (float)rect.Right, (float)rect.Bottom);
}
