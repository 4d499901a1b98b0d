using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>What one method reached on one set under one protocol with one seed: a line of measured.csv.</summary>
internal sealed record Measurement(
    string Dataset, string Protocol, int Seed, string Method, double Auc, double AveragePrecision, double FitSeconds, double ScoreSeconds)
{
    public const string Header = "dataset,protocol,seed,method,auc,ap,fit_s,score_s";

    public static Measurement Parse(string line)
    {
        // A method's name may hold a comma; nothing before or behind it does.
        string[] cells = line.Split(',');
        return cells.Length < 8
            ? throw new BenchmarkInputException($"'{line}' is no line of a file with the header {Header}.")
            : new Measurement(
                cells[0], cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture), string.Join(',', cells[3..^4]),
                Number(cells[^4]), Number(cells[^3]), Number(cells[^2]), Number(cells[^1]));

        static double Number(string cell) =>
            double.TryParse(cell, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dataset},{Protocol},{Seed},{Method},{Auc:F6},{AveragePrecision:F6},{FitSeconds:F4},{ScoreSeconds:F4}");
}
