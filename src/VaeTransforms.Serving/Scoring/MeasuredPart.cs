using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VaeTransforms.Scoring;

/// <summary>
/// Measures what a part of a batch computes: rows, rows whose first output is NaN, and seconds. Without a listener it only
/// computes.
/// </summary>
/// <param name="part">What computes.</param>
/// <param name="first">The first output.</param>
/// <param name="start">The place of the first row of the part in the batch.</param>
/// <param name="owner">The public type that scores, a tag of all measurements.</param>
internal sealed class MeasuredPart(IBatchPart part, RowBuffer first, int start, string owner) : IBatchPart
{
    private static readonly Meter Meter = new("VaeTransforms");

    private static readonly Counter<long> Rows = Meter.CreateCounter<long>(
        "vaetransforms.scoring.rows", "{row}", "Rows that models computed.");

    private static readonly Counter<long> NaNRows = Meter.CreateCounter<long>(
        "vaetransforms.scoring.nan_rows", "{row}", "Rows without a result, because a value of theirs is not finite.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "vaetransforms.scoring.duration", "s", "Time that a model took for a batch of rows.");

    private readonly KeyValuePair<string, object?> _owner = new("owner", owner);

    public void Run(int rows)
    {
        if (!Rows.Enabled && !NaNRows.Enabled && !Duration.Enabled)
        {
            part.Run(rows);
            return;
        }

        long begin = Stopwatch.GetTimestamp();
        part.Run(rows);
        Duration.Record(Stopwatch.GetElapsedTime(begin).TotalSeconds, _owner);
        Rows.Add(rows, _owner);
        int without = 0;
        for (int row = start; row < start + rows; row++)
        {
            without += float.IsNaN(first.Row(row)[0]) ? 1 : 0;
        }

        if (without > 0)
        {
            NaNRows.Add(without, _owner);
        }
    }

    public void Dispose() => part.Dispose();
}
