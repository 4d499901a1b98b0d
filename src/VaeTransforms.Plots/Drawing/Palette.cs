using OxyPlot;

namespace VaeTransforms.Plots.Drawing;

/// <summary>
/// The colors of all pictures: those of Okabe and Ito's palette that are visible on white. People with any kind of color
/// vision can tell them apart. Classes also differ in the shape of their markers.
/// </summary>
internal static class Palette
{
    public static readonly OxyColor Blue = OxyColor.FromRgb(0x00, 0x72, 0xB2);
    public static readonly OxyColor Vermilion = OxyColor.FromRgb(0xD5, 0x5E, 0x00);
    public static readonly OxyColor Green = OxyColor.FromRgb(0x00, 0x9E, 0x73);
    public static readonly OxyColor Purple = OxyColor.FromRgb(0xCC, 0x79, 0xA7);
    public static readonly OxyColor Text = OxyColor.FromRgb(0x26, 0x26, 0x26);
    public static readonly OxyColor Reference = OxyColor.FromRgb(0x59, 0x59, 0x59);
    public static readonly OxyColor Muted = OxyColor.FromRgb(0xA6, 0xA6, 0xA6);
    public static readonly OxyColor Grid = OxyColor.FromRgb(0xE6, 0xE6, 0xE6);

    private static readonly OxyColor[] Colors =
    [
        Blue, Vermilion, Green, Purple, OxyColor.FromRgb(0xE6, 0x9F, 0x00), OxyColor.FromRgb(0x56, 0xB4, 0xE9), OxyColors.Black,
    ];

    // Four and seven have no common divisor, so all combinations are used before one repeats.
    private static readonly MarkerType[] Markers =
        [MarkerType.Circle, MarkerType.Triangle, MarkerType.Square, MarkerType.Diamond];

    /// <summary>The number of classes that differ in color or marker.</summary>
    public static int Classes => Colors.Length * Markers.Length;

    /// <summary>The color of a class.</summary>
    /// <param name="index">From 0.</param>
    public static OxyColor Color(int index) => Colors[index % Colors.Length];

    /// <summary>The marker of a class.</summary>
    /// <param name="index">From 0.</param>
    public static MarkerType Marker(int index) => Markers[index % Markers.Length];
}
