namespace VaeTransforms.Benchmarks.Speed;

/// <summary>A piece of work that the library and a peer both do.</summary>
/// <param name="Work">What it is.</param>
/// <param name="Peer">The other side.</param>
/// <param name="Target">The least ratio of the peer's time to the library's.</param>
/// <param name="Measure">Does it, so many pairs after a warm-up.</param>
internal sealed record Comparison(string Work, string Peer, double Target, Func<int, ComparisonResult> Measure);
