using System.Text;
using OxyPlot;
using SkiaSharp;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Draws a plot into pixels, in the font of the package, because a server may have no fonts.</summary>
/// <param name="canvas">The target; the caller disposes it.</param>
/// <param name="measurer">Measures text, as for SVG, so that both kinds of file have the same layout.</param>
internal sealed class RasterContext(SKCanvas canvas, IRenderContext measurer) : ClippingRenderContext, IDisposable
{
    private static readonly Lazy<SKTypeface> OwnFont = new(LoadFont);

    private readonly SKPaint _paint = new() { IsAntialias = true };

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
            using var font = new SKFont(FontFor(line), (float)fontSize)
            {
                Subpixel = true,
                Hinting = SKFontHinting.None,
                Edging = SKFontEdging.Antialias,
            };
            float width = font.MeasureText(font.Typeface.GetGlyphs(line));
            float x = halign switch { HorizontalAlignment.Left => 0, HorizontalAlignment.Center => -width / 2, _ => -width };
            canvas.DrawText(line, x, (float)baseline, font, _paint);
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

    /// <summary>The package's font, or a system font for a line with letters that the package's font lacks.</summary>
    private static SKTypeface FontFor(string line)
    {
        SKTypeface own = OwnFont.Value;
        if (own.ContainsGlyphs(line))
        {
            return own;
        }

        Rune missing = line.EnumerateRunes().First(rune => !own.ContainsGlyphs(rune.ToString()));
        return SKFontManager.Default.MatchCharacter(missing.Value) ?? own;
    }

    private static SKTypeface LoadFont()
    {
        using Stream font = typeof(RasterContext).Assembly.GetManifestResourceStream("LiberationSans-Regular.ttf")!;
        return SKTypeface.FromStream(font);
    }
}
