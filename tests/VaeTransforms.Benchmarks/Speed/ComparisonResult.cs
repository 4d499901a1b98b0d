namespace VaeTransforms.Benchmarks.Speed;

/// <summary>A line of the table of ratios.</summary>
/// <param name="Timing">Both sides' seconds; of a whole run.</param>
/// <param name="Operations">How many pieces of work a run is: steps, rows, calls.</param>
/// <param name="Unit">What such a piece is.</param>
/// <param name="Flops">Floating-point operations of the matrix products of a run.</param>
/// <param name="Quality">What both sides reached, where the work is training.</param>
internal sealed record ComparisonResult(PairedTiming Timing, long Operations, string Unit, double Flops, string Quality = "");
