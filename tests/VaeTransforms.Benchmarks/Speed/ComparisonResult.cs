namespace VaeTransforms.Benchmarks.Speed;

/// <summary>The result of a comparison: a line of the table of ratios.</summary>
/// <param name="Timing">Seconds per run of both sides.</param>
/// <param name="Operations">The number of operations in a run, such as steps, rows or calls.</param>
/// <param name="Unit">The name of one operation.</param>
/// <param name="Flops">Floating-point operations of the matrix products in a run.</param>
/// <param name="Quality">The ELBO of both sides, if the work is training.</param>
internal sealed record ComparisonResult(PairedTiming Timing, long Operations, string Unit, double Flops, string Quality = "");
