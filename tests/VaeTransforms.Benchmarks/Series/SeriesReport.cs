using System.Globalization;

namespace VaeTransforms.Benchmarks.Series;

/// <summary>What a method reached on a series.</summary>
/// <param name="Protocol">What it learned from: prefix or all.</param>
/// <param name="Series">The series.</param>
/// <param name="Method">The method.</param>
/// <param name="Seed">The seed.</param>
/// <param name="VusPr">Volume under the precision-recall surface, in [0, 1].</param>
/// <param name="Auc">Area under the ROC curve of single points, in [0, 1].</param>
internal sealed record SeriesResult(string Protocol, string Series, string Method, int Seed, double VusPr, double Auc)
{
    public const string Header = "protocol,series,method,seed,vus_pr,auc_roc";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Protocol},{Series},{Method},{Seed},{VusPr:F4},{Auc:F4}");
}

/// <summary>Results as tables in Markdown.</summary>
internal static class SeriesReport
{
    /// <summary>A line for each series, those that were lost by most first, and lines for means and mean ranks.</summary>
    public static string Table(string protocol, List<SeriesResult> results)
    {
        string[] methods = [.. results.Select(result => result.Method).Distinct()];
        Dictionary<string, double[]> vus = BySeries(results, methods, result => 100 * result.VusPr);
        Dictionary<string, double[]> auc = BySeries(results, methods, result => 100 * result.Auc);
        IEnumerable<string> lines =
        [
            $"Protocol {protocol}, VUS-PR",
            "",
            $"| series | {string.Join(" | ", methods)} |",
            $"| --- |{string.Concat(Enumerable.Repeat(" ---: |", methods.Length))}",
            .. vus.OrderBy(one => one.Value[0] - one.Value[1..].Max()).Select(one => Line(one.Key, one.Value)),
            Line("**mean**", Means(vus)),
            Line("**mean rank**", MeanRanks(vus)),
            Line("mean AUC-ROC", Means(auc)),
            "",
        ];
        return string.Join('\n', lines);
    }

    private static Dictionary<string, double[]> BySeries(
        List<SeriesResult> results, string[] methods, Func<SeriesResult, double> figure) => results
        .GroupBy(result => result.Series)
        .ToDictionary(
            series => series.Key,
            series => methods
                .Select(method => series.Where(result => result.Method == method).Average(figure))
                .ToArray());

    private static double[] Means(Dictionary<string, double[]> figures) =>
        [.. Enumerable.Range(0, figures.First().Value.Length).Select(method => figures.Values.Average(one => one[method]))];

    /// <summary>The best rank is 1; equal figures share the mean of their ranks.</summary>
    private static double[] MeanRanks(Dictionary<string, double[]> figures) =>
    [
        .. Enumerable.Range(0, figures.First().Value.Length).Select(method => figures.Values.Average(one =>
            one.Count(other => other > one[method]) + ((one.Count(other => other == one[method]) + 1) / 2.0))),
    ];

    private static string Line(string name, double[] figures) =>
        $"| {name} | {string.Join(" | ", figures.Select(figure => figure.ToString("F1", CultureInfo.InvariantCulture)))} |";
}
