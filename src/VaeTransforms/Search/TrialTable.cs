using System.Globalization;

namespace VaeTransforms.Search;

/// <summary>The trials of a search as text in columns.</summary>
internal static class TrialTable
{
    /// <summary>A line for each trial.</summary>
    /// <param name="trials">In order.</param>
    /// <param name="best">The one to mark.</param>
    /// <param name="hasMetric">Whether the metric is another number than the ELBO.</param>
    public static string Of(IReadOnlyList<VaeSearchTrial> trials, VaeSearchTrial best, bool hasMetric)
    {
        string[] options = [.. trials.SelectMany(trial => trial.Changes.Keys).Distinct()];
        string[][] rows =
        [
            ["", "trial", .. options, .. hasMetric ? ["metric"] : Array.Empty<string>(), "ELBO", "epochs", "seconds", "outcome"],
            .. trials.Select(trial => new[]
            {
                ReferenceEquals(trial, best) ? "*" : "",
                Text(trial.Number),
            }
            .Concat(options.Select(option => trial.Changes.GetValueOrDefault(option, "-")))
            .Concat(hasMetric ? [Number(trial.Metric)] : [])
            .Concat([Number(trial.Elbo), Text(trial.Epochs), Seconds(trial.Elapsed), Outcome(trial)])
            .ToArray()),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];

        // The last column has messages of any length, so it alone is aligned to the left.
        return string.Join(
            Environment.NewLine,
            rows.Select(row => string.Join(
                "  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadLeft(widths[column])))));
    }

    private static string Outcome(VaeSearchTrial trial) => trial.Outcome switch
    {
        VaeTrialOutcome.Finished => "finished",
        VaeTrialOutcome.StoppedEarly => "stopped early",
        VaeTrialOutcome.OutOfTime => "out of time",
        _ => $"failed: {trial.Message?.ReplaceLineEndings(" ")}",
    };

    private static string Number(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "";

    private static string Seconds(TimeSpan elapsed) => elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
