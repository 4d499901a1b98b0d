using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Series;

/// <summary>How often a detector raises an alert on new points of an AR(1) process, where 5 % was asked.</summary>
internal static class AlertRates
{
    private const int Window = 24;
    private const int NewPoints = 20_000;

    public static string Table(int[] seeds)
    {
        var lines = new List<string>
        {
            "| points | φ | mean rate, % | lowest | highest | intervals that hold the rate | held-out windows | worth |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        };
        foreach (int points in new[] { 2000, 5000, 10_000 })
        {
            lines.AddRange(new[] { 0.5, 0.8, 0.95 }.Select(phi => Line(points, phi, seeds)));
        }

        return string.Join('\n', lines);
    }

    private static string Line(int points, double phi, int[] seeds)
    {
        var rates = new List<double>();
        int covered = 0;
        long heldOut = 0;
        long independent = 0;
        foreach (int seed in seeds)
        {
            var ml = new MLContext(seed);
            Point[] series = Ar1(phi, points + NewPoints, seed);
            using VaeSeriesTransformer detector = ml.Transforms
                .VaeDetectAnomalies("Anomaly", nameof(Point.Value), Window)
                .Fit(ml.Data.LoadFromEnumerable(series[..points]));
            double rate = detector.Transform(ml.Data.LoadFromEnumerable(series[points..]))
                .GetColumn<double[]>("Anomaly")
                .Skip(Window - 1)
                .Average(point => point[0]);
            RateInterval interval = detector.Threshold.FalsePositiveRate();
            rates.Add(100 * rate);
            covered += rate >= interval.Lower && rate <= interval.Upper ? 1 : 0;
            heldOut += detector.Threshold.HeldOutRows;
            independent += detector.Threshold.IndependentRows;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {points:N0} | {phi} | {rates.Average():F1} | {rates.Min():F1} | {rates.Max():F1} | {covered} of {seeds.Length} ")
            + $"| {heldOut / seeds.Length} | {independent / seeds.Length} |";
    }

    private static Point[] Ar1(double phi, int count, int seed)
    {
        var random = new Random(seed);
        double value = 0;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double normal =
                Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            value = (phi * value) + normal;
            return new Point { Value = value };
        })];
    }

    private sealed class Point
    {
        public double Value { get; set; }
    }
}
