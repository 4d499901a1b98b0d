using Microsoft.ML;
using VaeTransforms.Tests.Contract.Refusals;
using Xunit;

namespace VaeTransforms.Tests.Series;

/// <summary>A noisy wave, a point each minute, that jumps where a test wants it to.</summary>
internal static class Pulses
{
    public const int Window = 12;

    public static readonly DateTime Start = new(2024, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public static VaeSeriesOptions Quick { get; } = new()
    {
        Vae = new VaeOptions { LatentDimension = 3, HiddenLayers = [16], Epochs = 5, BatchSize = 32 },
    };

    /// <summary>Options with which training would fail a test of refusals.</summary>
    public static VaeSeriesOptions Untrained { get; } =
        Quick with { Vae = Quick.Vae with { Progress = new NoTraining() } };

    public static Pulse[] Rows(int count, int seed = 0, string host = "a")
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Pulse
        {
            Time = Start.AddMinutes(i),
            Host = host,
            Load = (float)((10 * Math.Sin(i / 5.0)) + random.NextDouble()),
            Heat = (5 * Math.Cos(i / 5.0)) + random.NextDouble(),
        })];
    }

    public static IDataView View(MLContext ml, IEnumerable<Pulse> rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>The output column of a view: alert, score, p-value of each row.</summary>
    public static double[][] Read(IDataView scored) =>
        [.. Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<double[]>(scored, "Anomaly")];

    /// <summary>What a point says, as the output column has it.</summary>
    public static double[] Numbers(SeriesPoint point) => [point.IsAnomaly ? 1 : 0, point.Score, point.PValue];

    /// <summary>The points of two ways to score are the same.</summary>
    public static void AssertSame(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((double[] wanted, double[] found) in expected.Zip(actual))
        {
            Assert.All(wanted.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }
}

internal sealed class Pulse
{
    public DateTime Time { get; set; }

    public string Host { get; set; } = "";

    public float Load { get; set; }

    public double Heat { get; set; }

    public int Count { get; set; }
}

internal sealed class PulseResult
{
    public double[] Anomaly { get; set; } = [];
}
