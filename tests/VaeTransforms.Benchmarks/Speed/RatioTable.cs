using System.Globalization;
using System.Runtime.InteropServices;
using VaeTransforms.Native;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>
/// The library compared with its peers, as a Markdown table: <c>ratios [PAIRS] [WORD …]</c>. With words, only comparisons
/// whose description has all of them.
/// </summary>
internal static class RatioTable
{
    private static readonly Comparison[] Comparisons = [.. FitComparisons.All, .. ScoringComparisons.All, .. RowComparisons.All];

    public static void Print(IReadOnlyList<string> arguments)
    {
        int pairs = 5;
        if (arguments.Count > 0 && int.TryParse(arguments[0], CultureInfo.InvariantCulture, out int given))
        {
            pairs = given;
        }

        string[] words = [.. arguments.Where(argument => !int.TryParse(argument, CultureInfo.InvariantCulture, out _))];
        TorchRuntime.EnsureLoaded(null);

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.Now:yyyy-MM-dd HH:mm}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSArchitecture}, "
            + $"{pairs} pairs per comparison; load {Load()}"));
        Console.WriteLine();
        Console.WriteLine(
            "| work | against | ratio, median (lowest to highest) | target | library | peer | bound | library / bound "
            + "| held-out ELBO, library and peer |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (Comparison comparison in Comparisons.Where(comparison => words.All(word =>
            comparison.Work.Contains(word, StringComparison.OrdinalIgnoreCase))))
        {
            Print(comparison, pairs);
        }

        Console.WriteLine();
        Console.WriteLine($"Load at the end {Load()}.");
    }

    private static void Print(Comparison comparison, int pairs)
    {
        double before = MatrixProductRate.Measure();
        ComparisonResult result = comparison.Measure(pairs);
        double rate = Math.Max(before, MatrixProductRate.Measure());
        double ours = PairedTiming.Median(result.Timing.Ours) / result.Operations;
        double theirs = PairedTiming.Median(result.Timing.Theirs) / result.Operations;
        double bound = result.Flops / rate / result.Operations;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {comparison.Work} | {comparison.Peer} | {result.Timing} | {comparison.Target} "
            + $"| {ours * 1e6:F2} µs/{result.Unit} | {theirs * 1e6:F2} µs/{result.Unit} "
            + $"| {bound * 1e6:F2} µs at {rate / 1e9:F0} GFLOP/s | {ours / bound:F2} | {result.Quality} |"));
    }

    // The load of other processes affects all figures except the ratio.
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
