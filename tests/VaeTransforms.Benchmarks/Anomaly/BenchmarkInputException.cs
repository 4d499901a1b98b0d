namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>An argument or a file that the caller can mend; its message is all that is shown.</summary>
internal sealed class BenchmarkInputException(string message) : Exception(message);
