namespace VaeTransforms.Benchmarks.Anomaly;

/// <summary>A bad argument or file. The command prints only the message.</summary>
internal sealed class BenchmarkInputException(string message) : Exception(message);
