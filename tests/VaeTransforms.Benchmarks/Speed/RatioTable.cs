using System.Globalization;
using System.Runtime.InteropServices;
using VaeTransforms.Native;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>The library beside its peers, as a Markdown table: <c>ratios [PAIRS] [WORD …]</c>, only lines that hold all words.</summary>
internal static class RatioTable
{
    private static readonly Comparison[] Comparisons = [.. FitComparisons.All, .. ScoringComparisons.All];

    public static void Print(IReadOnlyList<string> arguments)
    {
        int pairs = arguments.Count > 0 && int.TryParse(arguments[0], CultureInfo.InvariantCulture, out int given) ? given : 5;
        string[] words = [.. arguments.Where(argument => !int.TryParse(argument, CultureInfo.InvariantCulture, out _))];
        TorchRuntime.EnsureLoaded(null);

        Line($"{DateTime.Now:yyyy-MM-dd HH:mm}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSArchitecture}, {pairs} pairs a line; load {Load()}");
        Line($"");
        Line($"| work | against | ratio, median (lowest to highest) | at least | library | peer | bound | library / bound | held-out ELBO, library and peer |");
        Line($"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (Comparison comparison in Comparisons.Where(c => words.All(word => c.Work.Contains(word, StringComparison.OrdinalIgnoreCase))))
        {
            double before = MatrixProductRate.Measure();
            ComparisonResult result = comparison.Measure(pairs);
            double rate = Math.Max(before, MatrixProductRate.Measure());
            double ours = PairedTiming.Median(result.Timing.Ours) / result.Operations;
            double theirs = PairedTiming.Median(result.Timing.Theirs) / result.Operations;
            double bound = result.Flops / rate / result.Operations;
            Line($"| {comparison.Work} | {comparison.Peer} | {result.Timing} | {comparison.Target} | {ours * 1e6:F2} µs/{result.Unit} | {theirs * 1e6:F2} µs/{result.Unit} | {bound * 1e6:F2} µs at {rate / 1e9:F0} GFLOP/s | {ours / bound:F2} | {result.Quality} |");
        }

        Line($"");
        Line($"Load at the end {Load()}.");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    // Other processes' work shows in every figure but the ratio.
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
