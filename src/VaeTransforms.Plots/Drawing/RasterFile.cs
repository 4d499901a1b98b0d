using System.Globalization;
using System.Reflection;
using System.Text;
using OxyPlot;
using SkiaSharp;

namespace VaeTransforms.Plots.Drawing;

/// <summary>A picture as a PNG file, drawn by SkiaSharp.</summary>
internal static class RasterFile
{
    private const double NoteSize = 10;
    private const int MaxNamed = 5;

    /// <summary>Draws the picture.</summary>
    /// <param name="width">Pixels at scale 1.</param>
    /// <param name="height">Pixels at scale 1.</param>
    /// <param name="scale">Pixels of the file for each of these.</param>
    /// <param name="draw">Draws it.</param>
    /// <exception cref="InvalidOperationException">SkiaSharp's native library is missing, or it has another version.</exception>
    public static byte[] Draw(int width, int height, double scale, Action<IRenderContext> draw)
    {
        try
        {
            return DrawBySkia(width, height, scale, draw);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            string version = (typeof(SKCanvas).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion ?? "").Split('+', '-')[0];
            string package = OperatingSystem.IsWindows() ? "Win32" : OperatingSystem.IsMacOS() ? "macOS" : "Linux.NoDependencies";
            throw new InvalidOperationException(
                $"PNG files need SkiaSharp's native library in the version of SkiaSharp, {version}: add the package "
                    + $"SkiaSharp.NativeAssets.{package}, version {version}, to the application, or save the picture as SVG.",
                e);
        }
    }

    private static byte[] DrawBySkia(int width, int height, double scale, Action<IRenderContext> draw)
    {
        var info = new SKImageInfo(Pixels(width), Pixels(height), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            canvas.Scale((float)scale);
            using var context = new RasterContext(canvas, new LetterWidths(width, height));
            draw(context);
            if (context.Missing.Count > 0)
            {
                Note(context, width);
            }
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();

        int Pixels(int length) => Math.Max(1, (int)Math.Round(length * scale));
    }

    /// <summary>A line below the heading about letters that are boxes.</summary>
    private static void Note(RasterContext context, int width)
    {
        Rune[] missing = [.. context.Missing.Order()];
        string named = string.Join(
            ", ", missing.Take(MaxNamed).Select(letter => string.Create(CultureInfo.InvariantCulture, $"U+{letter.Value:X4}")));
        string more = missing.Length > MaxNamed
            ? string.Create(CultureInfo.InvariantCulture, $" and {missing.Length - MaxNamed} more")
            : "";
        string text = $"No installed font has {named}{more}: install one, such as fonts-noto, or save as SVG.";
        double size = Math.Min(NoteSize, NoteSize * (width - NoteSize) / PictureText.Width(context, text, NoteSize));
        PictureText.Draw(
            context, text, width / 2.0, Picture.HeadingHeight, HorizontalAlignment.Center, VerticalAlignment.Bottom, size: size);
    }
}
