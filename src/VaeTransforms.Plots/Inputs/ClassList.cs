using System.Globalization;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots.Inputs;

/// <summary>The distinct labels of some rows in the order of a legend, and the class of each row.</summary>
internal sealed class ClassList
{
    private readonly int?[] _classes;

    private ClassList(string[] names, int?[] classes, string rest)
    {
        Names = names;
        _classes = classes;
        Rest = rest;
    }

    /// <summary>The names of the classes, at most as many as a picture has combinations of colors and markers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The name of all other labels together.</summary>
    public string Rest { get; }

    /// <summary>Lists the labels. Of too many labels, the rarest share one class.</summary>
    /// <param name="labels">[n]; empty where there are none.</param>
    public static ClassList Of(IReadOnlyList<string> labels)
    {
        string[] all = [.. labels.Distinct().OrderBy(Number).ThenBy(label => label, StringComparer.Ordinal)];
        string[] names = all;
        if (all.Length > Palette.Classes)
        {
            Dictionary<string, int> counts = labels.CountBy(label => label).ToDictionary();
            HashSet<string> frequent = [.. all.OrderByDescending(label => counts[label]).Take(Palette.Classes)];
            names = [.. all.Where(frequent.Contains)];
        }

        Dictionary<string, int> indexes = names.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new ClassList(
            names,
            [.. labels.Select(label => indexes.TryGetValue(label, out int index) ? index : (int?)null)],
            $"{all.Length - names.Length} others");
    }

    /// <summary>The class of a row; null for one of the other labels, and where there are no labels.</summary>
    public int? IndexOf(int row) => _classes.Length == 0 ? null : _classes[row];

    // Numbers are sorted by value, so that 10 comes after 9.
    private static double Number(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : double.PositiveInfinity;
}
