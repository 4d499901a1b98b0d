using System.Globalization;

namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>The result of one method on one set under one protocol with one seed: a line of measured.csv.</summary>
internal sealed record Measurement(
    string Dataset,
    string Protocol,
    int Seed,
    string Method,
    double Auc,
    double AveragePrecision,
    double FitSeconds,
    double ScoreSeconds)
{
    public const string Header = "dataset,protocol,seed,method,auc,ap,fit_s,score_s";

    public static Measurement Parse(string line)
    {
        // The name of a method can contain a comma; the other cells cannot.
        string[] cells = line.Split(',');
        return cells.Length < 8
            ? throw new BenchmarkInputException($"The line '{line}' does not match the header {Header}.")
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
