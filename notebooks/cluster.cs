#:project ../src/VaeTransforms.Orleans
#:project ../src/VaeTransforms.Parquet
#:package TorchSharp-cpu

// A cluster on this machine: two silos of Microsoft Orleans, each a process of its own.
//   1. An autoencoder of flights is trained on both of them. Then one is killed, and the other one finishes: the same bytes.
//   2. All flights are scored, Parquet in and Parquet out, and each row is in the output once.
// Run it with: dotnet run notebooks/cluster.cs
// notebooks/flights.sh fetches the data with npm. Without them, flights of the same columns are generated: 300,000, or as many as
// the first argument says.

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Orleans.Configuration;
using Orleans.Hosting;
using VaeTransforms;
using VaeTransforms.Orleans;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Port = 11411;
const int Gateway = 30411;
const int Shards = 4;

if (args is ["silo", string number, string state])
{
    await RunSiloAsync(int.Parse(number), state);
    return;
}

string folder = Directory.CreateTempSubdirectory("vae-cluster-").FullName;
var silos = new List<Process>();
try
{
    var mlContext = new MLContext(1);
    string flights = PrepareFlights(mlContext, Path.Combine(folder, "flights.parquet"));

    // 1. Training. The first silo keeps the list of silos, in production Redis or a database does. So the second is killed.
    silos.AddRange([StartSilo(0), StartSilo(1)]);
    using IHost client = await ConnectAsync();
    var cluster = new VaeCluster(client.Services.GetService(typeof(Orleans.IClusterClient)) as Orleans.IClusterClient
        ?? throw new InvalidOperationException("There is no client."));
    VaeOptions options = new() { LatentDimension = 2, HiddenLayers = [64], Epochs = 2, Seed = 1, ScoreColumnName = "Score" };
    VaeClusterOptions training = new() { InputColumnNames = ["delay", "distance", "hour", "weekday", "month"] };
    using VaeTransformer undisturbed = await cluster.FitAsync(
        mlContext, options, VaeShard.ParquetParts(flights, Shards), training);
    using VaeTransformer fitted = await cluster.FitAsync(
        mlContext,
        options with { Progress = new Heard<TrainingProgress>(Watch) },
        VaeShard.ParquetParts(flights, Shards),
        training);
    Console.WriteLine(fitted.Report);
    Console.WriteLine($"Without a death: {Digest(undisturbed)}");
    Console.WriteLine($"With a death:    {Digest(fitted)}");

    // 2. Scoring, on a new second silo too.
    silos.Add(StartSilo(2));
    string output = Path.Combine(folder, "scores");
    long start = Stopwatch.GetTimestamp();
    VaeScoringProgress scored = await cluster.ScoreAsync(mlContext, fitted, flights, output, new VaeScoringOptions
    {
        ColumnNames = ["row", "Score"],
        Progress = new Heard<VaeScoringProgress>(now => Console.WriteLine($"{now.Done} of {now.Partitions} partitions")),
    });
    TimeSpan time = Stopwatch.GetElapsedTime(start);
    long[] rows = [.. mlContext.Data.CreateEnumerable<Scored>(
        mlContext.Data.LoadParquet(Path.Combine(output, "*.parquet")), reuseRowObject: true).Select(flight => flight.row)];
    Console.WriteLine(
        $"{scored.Rows:N0} flights scored in {time.TotalSeconds:F1} s, {scored.Rows / time.TotalSeconds:N0} a second; "
        + $"{rows.Distinct().Count():N0} different rows in the output, of {rows.Length:N0}.");
}
finally
{
    foreach (Process silo in silos.Where(silo => !silo.HasExited))
    {
        silo.Kill();
    }

    Directory.Delete(folder, recursive: true);
}

// Kills a silo in the middle of training.
void Watch(TrainingProgress progress)
{
    if (progress.Latest.Epoch == progress.Epochs / 2)
    {
        Console.WriteLine($"After round {progress.Latest.Epoch} of {progress.Epochs} a silo is killed.");
        silos[1].Kill();
    }
}

Process StartSilo(int number)
{
    // The app itself, or the runtime with the app as its first argument.
    string program = Environment.ProcessPath!;
    string[] arguments = ["silo", $"{number}", Path.Combine(folder, "state")];
    string[] all = Path.GetFileNameWithoutExtension(program) == "dotnet"
        ? [typeof(Flight).Assembly.Location, .. arguments]
        : arguments;
    return Process.Start(new ProcessStartInfo(program, all))!;
}

static async Task RunSiloAsync(int number, string state)
{
    HostApplicationBuilder builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Critical);
    builder.UseOrleans(silo => silo
        .UseLocalhostClustering(Port + number, Gateway + number, new IPEndPoint(IPAddress.Loopback, Port))
        .Configure<ClusterMembershipOptions>(membership =>
        {
            // A silo that is gone is noticed after two seconds. In production leave the defaults.
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
        })
        .AddVaeTransforms(new VaeSiloOptions { Folder = state, Workers = 1 }));
    await builder.Build().RunAsync();
}

static async Task<IHost> ConnectAsync()
{
    HostApplicationBuilder builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Critical);
    builder.UseOrleansClient(client => client
        .UseLocalhostClustering(gatewayPorts: [Gateway, Gateway + 1, Gateway + 2])
        .UseConnectionRetryFilter(async (_, cancellation) =>
        {
            await Task.Delay(500, cancellation);
            return true;
        })
        .AddVaeTransforms());
    IHost host = builder.Build();
    await host.StartAsync();
    return host;
}

// The fetched flights, or generated ones, with a number for each row, and with parts of the date as numbers.
string PrepareFlights(MLContext mlContext, string path)
{
    string fetched = Path.Combine(Folder(), "..", "artifacts", "flights-3m.parquet");
    IEnumerable<Flight> flights;
    if (File.Exists(fetched))
    {
        flights = mlContext.Data.CreateEnumerable<Flight>(mlContext.Data.LoadParquet(fetched), reuseRowObject: true);
    }
    else
    {
        Console.WriteLine("notebooks/flights.sh has not been run, so flights are generated.");
        flights = Generated(args is [string count] ? int.Parse(count) : 300_000);
    }

    mlContext.Data.SaveAsParquet(
        mlContext.Data.LoadFromEnumerable(flights.Select((flight, row) => new Features
        {
            row = row,
            delay = flight.delay,
            distance = flight.distance,
            hour = flight.date.Hour + (flight.date.Minute / 60f),
            weekday = (float)flight.date.DayOfWeek,
            month = flight.date.Month,
        })),
        path,
        rowsPerGroup: 16_384);
    return path;
}

static IEnumerable<Flight> Generated(int count)
{
    var random = new Random(1);
    for (int i = 0; i < count; i++)
    {
        double hour = 6 + (16 * random.NextDouble());
        yield return new Flight
        {
            date = new DateTime(2001, 1, 1).AddDays(random.Next(180)).AddHours(hour),
            delay = (long)((hour * random.NextDouble()) - 8 - (10 * Math.Log(random.NextDouble()) * (hour / 24))),
            distance = 100 + (long)(900 * -Math.Log(1 - random.NextDouble())),
            origin = $"A{random.Next(200)}",
            destination = $"A{random.Next(200)}",
        };
    }
}

static string Digest(VaeTransformer fitted)
{
    using var stream = new MemoryStream();
    fitted.Model.Save(stream);
    return Convert.ToHexString(SHA256.HashData(stream.ToArray()))[..16];
}

static string Folder() => (string)AppContext.GetData("EntryPointFileDirectoryPath")!;

internal sealed class Heard<T>(Action<T> hear) : IProgress<T>
{
    public void Report(T value) => hear(value);
}

internal sealed class Flight
{
    public DateTime date { get; set; }

    public long delay { get; set; }

    public long distance { get; set; }

    public string origin { get; set; } = "";

    public string destination { get; set; } = "";
}

internal sealed class Features
{
    public long row { get; set; }

    public float delay { get; set; }

    public float distance { get; set; }

    public float hour { get; set; }

    public float weekday { get; set; }

    public float month { get; set; }
}

internal sealed class Scored
{
    public long row { get; set; }

    public float Score { get; set; }
}
