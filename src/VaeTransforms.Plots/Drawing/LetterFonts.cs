using System.Globalization;
using System.Text;
using SkiaSharp;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Finds a font for each letter: that of the package, or else an installed one. Thread-safe.</summary>
/// <remarks>
/// SkiaSharp's native library for Linux without dependencies does not look for installed fonts, so this class does.
/// </remarks>
internal static class LetterFonts
{
    private static readonly string[] Styles = ["Bold", "Italic", "Oblique", "Mono", "Serif", "Light", "Condensed"];

    private static readonly Lock Gate = new();
    private static readonly Dictionary<Rune, SKTypeface?> Found = [];
    private static readonly Lazy<SKTypeface> OwnFont = new(LoadOwn);
    private static readonly Lazy<List<SKTypeface>> Installed = new(() => [.. InstalledFiles()
        .Select(file => SKTypeface.FromFile(file))
        .OfType<SKTypeface>()]);

    /// <summary>The font of the package.</summary>
    public static SKTypeface Own => OwnFont.Value;

    /// <summary>Splits a line where its font changes.</summary>
    /// <param name="line">The line.</param>
    /// <returns>Parts in order; the font is null for letters that no font has.</returns>
    public static IReadOnlyList<(string Text, SKTypeface? Font)> Split(string line)
    {
        if (Own.ContainsGlyphs(line))
        {
            return [(line, Own)];
        }

        var parts = new List<(string Text, SKTypeface? Font)>();
        foreach (Rune letter in line.EnumerateRunes())
        {
            // A mark belongs to the letter before it, and a space to either side.
            bool joins = parts.Count > 0 && Joins(letter) && Has(parts[^1].Font, letter);
            SKTypeface? font = joins ? parts[^1].Font : Of(letter);
            if (parts.Count > 0 && ReferenceEquals(parts[^1].Font, font))
            {
                parts[^1] = (parts[^1].Text + letter, font);
            }
            else
            {
                parts.Add(($"{letter}", font));
            }
        }

        return parts;
    }

    private static SKTypeface? Of(Rune letter)
    {
        if (Has(Own, letter))
        {
            return Own;
        }

        lock (Gate)
        {
            if (!Found.TryGetValue(letter, out SKTypeface? font))
            {
                // Skia gives a font without the letter where it has no other.
                font = SKFontManager.Default.MatchCharacter(letter.Value);
                font = Has(font, letter) ? font : Installed.Value.FirstOrDefault(one => Has(one, letter));
                Found.Add(letter, font);
            }

            return font;
        }
    }

    private static bool Has(SKTypeface? font, Rune letter) => font is not null && font.ContainsGlyphs(letter.ToString());

    private static bool Joins(Rune letter) => Rune.IsWhiteSpace(letter)
        || Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static IEnumerable<string> InstalledFiles()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        string[] folders =
        [
            "/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".local/share/fonts"), Path.Combine(home, ".fonts"),
        ];
        return folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", options))
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC")
            .OrderBy(IsStyled)
            .ThenBy(file => file, StringComparer.Ordinal);
    }

    private static bool IsStyled(string file) =>
        Styles.Any(style => Path.GetFileName(file).Contains(style, StringComparison.OrdinalIgnoreCase));

    private static SKTypeface LoadOwn()
    {
        using Stream font = typeof(LetterFonts).Assembly.GetManifestResourceStream("LiberationSans-Regular.ttf")!;
        return SKTypeface.FromStream(font);
    }
}
