using System.Globalization;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>What was measured: a part of the command, on a set, by a method.</summary>
/// <param name="Part">The part of the command.</param>
/// <param name="Set">The name of the data set.</param>
/// <param name="Rate">Percent of missing cells; 0 where nothing is hidden.</param>
/// <param name="Mask">The number of the mask; 0 where nothing is hidden.</param>
/// <param name="Seed">The seed of the fit.</param>
/// <param name="Method">The name of the method.</param>
internal sealed record FigureKey(string Part, string Set, int Rate, int Mask, int Seed, string Method);

/// <summary>All figures so far. A file keeps them, so that a run can go on where another one stopped.</summary>
internal sealed class Figures
{
    private const string Header = "part,set,rate,mask,seed,method,figure,value";

    private readonly string _path;
    private readonly Dictionary<FigureKey, Dictionary<string, double>> _values = [];

    public Figures(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            File.WriteAllLines(path, [Header]);
        }

        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] cells = line.Split(',');
            var key = new FigureKey(cells[0], cells[1], Whole(cells[2]), Whole(cells[3]), Whole(cells[4]), cells[5]);
            Of(key)[cells[6]] = double.Parse(cells[7], CultureInfo.InvariantCulture);
        }
    }

    public IEnumerable<FigureKey> Keys => _values.Keys;

    public bool Has(FigureKey key) => _values.ContainsKey(key);

    /// <summary>A figure; NaN where it was not measured.</summary>
    public double this[FigureKey key, string figure] =>
        _values.TryGetValue(key, out Dictionary<string, double>? own) ? own.GetValueOrDefault(figure, double.NaN) : double.NaN;

    /// <summary>Keeps the figures of a method and writes them to the file.</summary>
    public void Add(FigureKey key, params (string Name, double Value)[] figures)
    {
        foreach ((string name, double value) in figures)
        {
            Of(key)[name] = value;
        }

        File.AppendAllLines(_path, figures.Select(figure => string.Create(
            CultureInfo.InvariantCulture,
            $"{key.Part},{key.Set},{key.Rate},{key.Mask},{key.Seed},{key.Method},{figure.Name},{figure.Value:R}")));
    }

    private static int Whole(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private Dictionary<string, double> Of(FigureKey key) =>
        _values.TryGetValue(key, out Dictionary<string, double>? own) ? own : _values[key] = [];
}
