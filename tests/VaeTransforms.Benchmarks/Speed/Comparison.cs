namespace VaeTransforms.Benchmarks.Speed;

/// <summary>Work that the library and a peer both do.</summary>
/// <param name="Work">The description of the work.</param>
/// <param name="Peer">The name of the peer.</param>
/// <param name="Target">The minimum ratio of the peer's time to the library's that the project aims for.</param>
/// <param name="Measure">Measures a number of pairs after a warm-up.</param>
internal sealed record Comparison(string Work, string Peer, double Target, Func<int, ComparisonResult> Measure);
