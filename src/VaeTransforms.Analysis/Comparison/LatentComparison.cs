using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>The result of <c>LatentSpace.Compare</c>: measures of several variants, each over the same seeds.</summary>
/// <remarks>
/// Intervals are Student's, mean ± t s / √n over the n seeds. They describe the variation between trainings, not between samples
/// of rows, since all fits share the rows. UDR compares the seeds of a variant with each other, so its values are not
/// independent, and its interval is too narrow.
/// </remarks>
public sealed record LatentComparison
{
    private static readonly string[] None = [];

    /// <summary>[variants] the names of the variants.</summary>
    public required IReadOnlyList<string> Variants { get; init; }

    /// <summary>[seeds] the seeds that every variant was trained with.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>The confidence of all intervals, in (0, 1).</summary>
    public required double Confidence { get; init; }

    /// <summary>All measures. The first two are continuity and completeness, the headlines.</summary>
    public required IReadOnlyList<LatentMeasure> Measures { get; init; }

    /// <summary>[variants][seeds] every fit with its reports.</summary>
    public required IReadOnlyList<IReadOnlyList<LatentRun>> Runs { get; init; }

    /// <summary>The measure with a name.</summary>
    /// <param name="name">The <see cref="LatentMeasure.Name"/>, such as "completeness".</param>
    /// <exception cref="ArgumentException">There is no such measure.</exception>
    public LatentMeasure this[string name] => Measures.FirstOrDefault(measure => measure.Name == name)
        ?? throw new ArgumentException(
            $"There is no measure '{name}'. The measures are: "
                + $"{string.Join(", ", Measures.Select(measure => $"'{measure.Name}'"))}.",
            nameof(name));

    /// <summary>Writes the whole comparison as JSON, including all fits, with the property names of this type.</summary>
    /// <returns>Indented JSON. Infinity and NaN are the strings "Infinity" and "NaN".</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>
    /// Writes a table in Markdown: one row for each measure, with mean ± half width for each variant. If the interval of the
    /// first variant does not overlap that of another variant, the last column shows which is better.
    /// </summary>
    public override string ToString()
    {
        bool hasOthers = Variants.Count > 1;
        var lines = new List<string>
        {
            Row(["measure", "better", .. Variants, .. hasOthers ? ["the first is"] : None]),
            Row(["---", "---", .. Variants.Select(_ => "---:"), .. hasOthers ? ["---"] : None]),
        };
        lines.AddRange(Measures.Select(measure => Row(
        [
            measure.Unit is null ? measure.Name : $"{measure.Name}, {measure.Unit}",
            measure.HigherIsBetter switch { true => "higher", false => "lower", null => "" },
            .. measure.Intervals.Select(Text),
            .. hasOthers ? [Verdict(measure)] : None,
        ])));
        lines.Add("");
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Mean ± half width of the {100 * Confidence:0.##} % confidence interval (Student's t) over "
                + $"{Seeds.Count} {(Seeds.Count == 1 ? "seed" : "seeds")}, on {Runs[0][0].Report.Rows} rows."));
        return string.Join(Environment.NewLine, lines);
    }

    private string Verdict(LatentMeasure measure)
    {
        IGrouping<string, string>[] verdicts =
            [.. Enumerable.Range(1, Variants.Count - 1).GroupBy(other => Relation(measure, other), other => Variants[other])];
        return verdicts.Length == 1
            ? verdicts[0].Key
            : string.Join("; ", verdicts.Select(verdict => $"{verdict.Key}: {string.Join(", ", verdict)}"));
    }

    private static string Relation(LatentMeasure measure, int other)
    {
        if (measure.OverlapsFirst[other])
        {
            return "intervals overlap";
        }

        bool isHigher = measure.Intervals[0].Mean > measure.Intervals[other].Mean;
        return measure.HigherIsBetter is { } higherIsBetter ? (isHigher == higherIsBetter ? "better" : "worse")
            : isHigher ? "higher"
            : "lower";
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    /// <summary>Mean and half width in one format, with about three digits of the larger one.</summary>
    private static string Text(ConfidenceInterval interval) =>
        interval.Text(double.MaxNumber(Math.Abs(interval.Mean), interval.HalfWidth) switch
        {
            0 => "F3",
            < 0.01 => "0.00E+0",
            < 10 => "F3",
            < 100 => "F2",
            < 1_000 => "F1",
            _ => "F0",
        });
}
