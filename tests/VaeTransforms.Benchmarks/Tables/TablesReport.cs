using System.Text;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>The figures as Markdown tables; of compared methods, sets that the library lost stand first.</summary>
internal sealed class TablesReport
{
    private static readonly string[] ImputationMethods = [ImputationRuns.Vae, ImputationRuns.Forest, ImputationRuns.Marginal];

    private readonly Figures _figures;
    private readonly StringBuilder _text = new();

    private TablesReport(Figures figures) => _figures = figures;

    public static string Of(Figures figures)
    {
        var report = new TablesReport(figures);
        report.Imputation();
        report.Gain();
        report.Intervals();
        report.Synthetic();
        report.Probe();
        report.Speed();
        return report._text.ToString();
    }

    private void Imputation()
    {
        Table(
            "Imputation, error as HI-VAE counts it",
            [
                "set", "missing %", .. ImputationMethods, "ahead of the best other, %", "numbers, both", "categories, both",
                "ordinals, both", "fit s", "impute s", "forest s",
            ],
            1,
            from cell in Cells("imputation")
            let error = ImputationMethods.ToDictionary(method => method, method => Values(cell, method, "error"))
            where error[ImputationRuns.Vae].Length > 0
            let ahead = Ahead(error)
            orderby ahead
            select (string[])
            [
                cell.Set, $"{cell.Rate}", .. ImputationMethods.Select(method => Spread.Text(error[method], "F4")),
                Spread.Text([ahead], "F1"), Both(cell, "numbers"), Both(cell, "categories"), Both(cell, "ordinals"),
                Mean(cell, ImputationRuns.Vae, "seconds", "F0"), Mean(cell, ImputationRuns.Vae, "impute seconds", "F0"),
                Mean(cell, ImputationRuns.Forest, "seconds", "F0"),
            ]);
    }

    private void Gain()
    {
        Table(
            "Imputation without the class, RMSE as GAIN counts it",
            ["set", "missing %", .. ImputationMethods, "GAIN, published", "without rounding", "fit s"],
            1,
            from cell in Cells("letter")
            let published = ImputationRuns.GainSets.First(one => one.Set == cell.Set).Published
            where Values(cell, ImputationRuns.Vae, "rmse").Length > 0
            orderby published - Values(cell, ImputationRuns.Vae, "rmse").Average()
            select (string[])
            [
                cell.Set, $"{cell.Rate}",
                .. ImputationMethods.Select(method => Spread.Text(Values(cell, method, "rmse"), "F4")),
                Spread.Text([published], "F4"), Spread.Text(Values(cell, ImputationRuns.Vae, "rmse unrounded"), "F4"),
                Mean(cell, ImputationRuns.Vae, "seconds", "F0"),
            ]);
    }

    private void Intervals()
    {
        Table(
            "Intervals at 0.9, percent of hidden values inside",
            ["set", "missing %", "numbers", "worst column of numbers", "levels"],
            1,
            from cell in Cells("imputation").Concat(Cells("letter").Select(cell => cell with { Part = "letter" }))
            let numbers = Values(cell, ImputationRuns.Vae, "numbers inside")
            where numbers.Length > 0 || Values(cell, ImputationRuns.Vae, "levels inside").Length > 0
            orderby cell.Part, -Math.Abs((numbers.Length == 0 ? double.NaN : numbers.Average()) - IntervalCoverage.Probability)
            select (string[])
            [
                cell.Part == "letter" ? cell.Set + " without the class" : cell.Set, $"{cell.Rate}",
                Percent(numbers), Percent(Values(cell, ImputationRuns.Vae, "worst number inside")),
                Percent(Values(cell, ImputationRuns.Vae, "levels inside")),
            ]);
    }

    private void Synthetic()
    {
        var cell = new Cell("synthetic", "adult", 0);
        Table(
            "Synthetic rows of Adult",
            [
                "latent points from", "shape error %", "pair error %", "F1 gap", "AUC gap", "nearer to training %",
                "exact copies %", "told apart, AUC", "fit s", "sample s",
            ],
            1,
            from method in (string[])[SyntheticRun.Prior, SyntheticRun.Posteriors]
            where Values(cell, method, "F1 gap").Length > 0
            select (string[])
            [
                method, .. ((string[])["shape error", "pair error", "F1 gap", "AUC gap", "nearer", "copies"])
                    .Select(figure => Percent(Values(cell, method, figure), "F2")),
                Spread.Text(Values(cell, method, "told apart AUC"), "F3"), Mean(cell, method, "fit seconds", "F0"),
                Mean(cell, method, "sample seconds", "F1"),
            ]);
    }

    private void Probe()
    {
        var cell = new Cell("probe", "adult", 0);
        Table(
            "A linear model on codes of Adult, AUC on test rows",
            ["features", "dimensions", "AUC"],
            1,
            from method in (string[])[ProbeRun.Latent, ProbeRun.Components, ProbeRun.OneHot]
            where Values(cell, method, "AUC").Length > 0
            select (string[])
            [
                method, method == ProbeRun.OneHot ? "all" : Mean(cell, method, "width", "F0"),
                Spread.Text(Values(cell, method, "AUC"), "F4"),
            ]);
    }

    private void Speed()
    {
        var cell = new Cell("speed", "adult", 0);
        Table(
            "Transform of a table beside a vector of the same slots",
            ["columns", "ratio (lowest to highest)", "table, rows/s", "vector, rows/s"],
            1,
            from method in (string[])["Latent", "Score", "Latent and Score"]
            where Values(cell, method, "ratio").Length > 0
            select (string[])
            [
                method,
                $"{Mean(cell, method, "ratio", "F2")} ({Mean(cell, method, "lowest", "F2")} to "
                    + $"{Mean(cell, method, "highest", "F2")})",
                Mean(cell, method, "table rows per second", "N0"), Mean(cell, method, "vector rows per second", "N0"),
            ]);
        if (Values(cell, "fit", "seconds") is [double seconds, ..])
        {
            _text.AppendLine(FormattableString.Invariant(
                $"Fit of {Mean(cell, "fit", "rows", "N0")} rows with {Mean(cell, "fit", "slots", "N0")} slots: {seconds:F0} s."));
        }
    }

    /// <summary>The combinations of set and rate that a part has figures for.</summary>
    private IEnumerable<Cell> Cells(string part) => _figures.Keys
        .Where(key => key.Part == part)
        .Select(key => new Cell(key.Part, key.Set, key.Rate))
        .Distinct();

    private double[] Values(Cell cell, string method, string figure) => [.. _figures.Keys
        .Where(key => new Cell(key.Part, key.Set, key.Rate) == cell && key.Method == method)
        .Select(key => _figures[key, figure])
        .Where(value => !double.IsNaN(value))];

    private static double Ahead(Dictionary<string, double[]> errors)
    {
        double ours = errors[ImputationRuns.Vae].DefaultIfEmpty(double.NaN).Average();
        double best = errors.Where(error => error.Key != ImputationRuns.Vae && error.Value.Length > 0)
            .Select(error => error.Value.Average())
            .DefaultIfEmpty(double.NaN)
            .Min();
        return 100 * (1 - (ours / best));
    }

    private string Both(Cell cell, string figure) => Values(cell, ImputationRuns.Vae, figure).Length == 0
        ? ""
        : $"{Mean(cell, ImputationRuns.Vae, figure, "F4")} / {Mean(cell, ImputationRuns.Forest, figure, "F4")}";

    private string Mean(Cell cell, string method, string figure, string format) =>
        Values(cell, method, figure) is { Length: > 0 } values ? Spread.Text([values.Average()], format) : "";

    private static string Percent(double[] values, string format = "F1") =>
        Spread.Text(values.Select(value => 100 * value), format);

    private void Table(string title, string[] header, int texts, IEnumerable<string[]> rows)
    {
        string[][] lines = [.. rows];
        if (lines.Length == 0)
        {
            return;
        }

        _text.AppendLine("## " + title).AppendLine();
        Line(header);
        Line([.. header.Select((_, column) => column < texts ? "---" : "---:")]);
        foreach (string[] line in lines)
        {
            Line(line);
        }

        _text.AppendLine();

        void Line(string[] cells) => _text.AppendLine("| " + string.Join(" | ", cells) + " |");
    }

    private sealed record Cell(string Part, string Set, int Rate);
}
