using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>What <c>LatentSpace.Compare</c> found: measures of several variants, each over the same seeds.</summary>
/// <remarks>
/// Intervals are Student's, mean ± t s / √n over the n seeds, so they speak of chance in training and not of chance in the
/// rows, which all fits share. UDR compares a variant's seeds with each other, so that its values are not independent and its
/// interval is too narrow.
/// </remarks>
public sealed record LatentComparison
{
    private static readonly string[] None = [];

    /// <summary>[variants] their names.</summary>
    public required IReadOnlyList<string> Variants { get; init; }

    /// <summary>[seeds] that every variant was trained with.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>The confidence of all intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>All measures, the headlines first.</summary>
    public required IReadOnlyList<LatentMeasure> Measures { get; init; }

    /// <summary>[variants][seeds] every fit with its whole report.</summary>
    public required IReadOnlyList<IReadOnlyList<LatentRun>> Runs { get; init; }

    /// <summary>A measure by its name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public LatentMeasure this[string name] => Measures.FirstOrDefault(measure => measure.Name == name) ?? throw new ArgumentException(
        $"There is no measure '{name}'. There are: {string.Join(", ", Measures.Select(measure => $"'{measure.Name}'"))}.", nameof(name));

    /// <summary>Everything in the comparison, single fits included, with the names it has here.</summary>
    /// <returns>Indented JSON; what is infinite or not known is the string "Infinity" or "NaN".</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>
    /// A table in Markdown: a row for each measure, mean ± half width for each variant, and what the first variant is beside the
    /// others as far as their intervals are apart.
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
            $"Mean ± half width of the {100 * Confidence:0.##} % confidence interval (Student's t) over {Seeds.Count} {(Seeds.Count == 1 ? "seed" : "seeds")}, on {Runs[0][0].Report.Rows} rows."));
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
            return "not told apart";
        }

        bool isHigher = measure.Intervals[0].Mean > measure.Intervals[other].Mean;
        return measure.HigherIsBetter is { } higherIsBetter ? (isHigher == higherIsBetter ? "better" : "worse")
            : isHigher ? "higher"
            : "lower";
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    /// <summary>About three digits of the larger one, alike for mean and half width.</summary>
    private static string Text(ConfidenceInterval interval) => interval.Text(double.MaxNumber(Math.Abs(interval.Mean), interval.HalfWidth) switch
    {
        0 => "F3",
        < 0.01 => "0.00E+0",
        < 10 => "F3",
        < 100 => "F2",
        < 1_000 => "F1",
        _ => "F0",
    });
}
