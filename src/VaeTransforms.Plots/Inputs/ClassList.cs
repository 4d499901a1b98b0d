using System.Globalization;
using VaeTransforms.Plots.Drawing;

namespace VaeTransforms.Plots.Inputs;

/// <summary>The different labels of some rows, in the order of a list for people, and which row has which.</summary>
internal sealed class ClassList
{
    private readonly int?[] _classes;

    private ClassList(string[] names, int?[] classes, string rest)
    {
        Names = names;
        _classes = classes;
        Rest = rest;
    }

    /// <summary>As many as a picture has colours and markers for, at most.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What all others are together.</summary>
    public string Rest { get; }

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

        Dictionary<string, int> indexes = names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index);
        return new ClassList(
            names,
            [.. labels.Select(label => indexes.TryGetValue(label, out int index) ? index : (int?)null)],
            $"{all.Length - names.Length} others");
    }

    /// <summary>The class of a row; null for one of the others, and where there are no labels.</summary>
    public int? IndexOf(int row) => _classes.Length == 0 ? null : _classes[row];

    /// <summary>So that 10 comes after 9.</summary>
    private static double Number(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.PositiveInfinity;
}
