using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>
/// A temporary Parquet file of flights: a number for each, and what a model reads of it. The flights are those of vega-datasets,
/// or as many that are generated.
/// </summary>
internal sealed class FlightFile : IDisposable
{
    public const string Number = nameof(Flight.Row);
    public const string Score = nameof(Score);

    public static readonly string[] Inputs =
        [nameof(Flight.Delay), nameof(Flight.Distance), nameof(Flight.Hour), nameof(Flight.Weekday), nameof(Flight.Month)];

    private const int TrainingRows = 20_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-flights-").FullName;

    /// <param name="fetched">The file of vega-datasets; null to generate flights.</param>
    /// <param name="rows">The largest number of rows.</param>
    /// <param name="rowsPerGroup">Of the file.</param>
    public FlightFile(string? fetched, int rows, int rowsPerGroup)
    {
        IEnumerable<Flight> flights = (fetched is null ? Generated() : Read(fetched)).Take(rows).Select((flight, row) =>
        {
            flight.Row = row;
            return flight;
        });
        MLContext.Data.SaveAsParquet(MLContext.Data.LoadFromEnumerable(flights), Path, rowsPerGroup);
        Rows = (int)MLContext.Data.LoadParquet(Path).GetRowCount()!.Value;
    }

    public MLContext MLContext { get; } = new(1);

    public string Path => System.IO.Path.Combine(_folder, "flights.parquet");

    public int Rows { get; }

    /// <summary>An autoencoder of the flights with a score in nats, fitted to a few of them: its speed counts.</summary>
    public VaeTransformer Fit(VaeOptions options) => MLContext.Transforms
        .VaeEncode("Latent", Inputs, options with { ScoreColumnName = Score, Epochs = 3, Seed = 1 })
        .Fit(MLContext.Data.TakeRows(
            MLContext.Data.ShuffleRows(MLContext.Data.LoadParquet(Path), seed: 1), TrainingRows));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IEnumerable<Flight> Read(string fetched) => MLContext.Data
        .CreateEnumerable<Fetched>(MLContext.Data.LoadParquet(fetched), reuseRowObject: true)
        .Select(flight => Of(flight.Date, flight.Delay, flight.Distance));

    /// <summary>Later departures are later; distances fall off exponentially.</summary>
    private static IEnumerable<Flight> Generated()
    {
        var random = new Random(1);
        while (true)
        {
            DateTime date = new DateTime(2001, 1, 1).AddHours((24 * random.Next(180)) + 6 + (16 * random.NextDouble()));
            double late = Exponential() * date.Hour / 2;
            yield return Of(date, (long)Math.Min(late - 8, 1000), (long)Math.Min(100 + (600 * Exponential()), 5000));
        }

        double Exponential() => -Math.Log(1 - random.NextDouble());
    }

    private static Flight Of(DateTime date, long delay, long distance) => new()
    {
        Delay = delay,
        Distance = distance,
        Hour = (float)date.TimeOfDay.TotalHours,
        Weekday = (float)date.DayOfWeek,
        Month = date.Month,
    };

    private sealed class Fetched
    {
        [ColumnName("date")]
        public DateTime Date { get; set; }

        [ColumnName("delay")]
        public long Delay { get; set; }

        [ColumnName("distance")]
        public long Distance { get; set; }
    }

    private sealed class Flight
    {
        public long Row { get; set; }

        public float Delay { get; set; }

        public float Distance { get; set; }

        public float Hour { get; set; }

        public float Weekday { get; set; }

        public float Month { get; set; }
    }
}

/// <summary>A row of the output.</summary>
internal sealed class ScoredFlight
{
    public long Row { get; set; }

    public float Score { get; set; }
}
