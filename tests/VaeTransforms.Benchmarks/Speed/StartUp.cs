using System.Globalization;
using Microsoft.ML;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>
/// The time from the start of a process to the first prediction of a loaded model, and the size of the model's file:
/// <c>start-up [RUNS]</c>.
/// </summary>
internal static class StartUp
{
    /// <summary>The command of a child process, which loads a file and predicts.</summary>
    public const string Child = "first-prediction";

    public static void Print(IReadOnlyList<string> arguments)
    {
        int runs = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("VaeTransforms-benchmark-");
        try
        {
            var mlContext = new MLContext(1);
            IDataView data = mlContext.Data.LoadFromEnumerable(Sensors.Rows(1_000));
            VaeOptions options = Sensors.Network with { Epochs = 1 };
            using VaeTransformer encoder = mlContext.Transforms.VaeEncode("Latent", "Features", options).Fit(data);
            using VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
                .Vae("Features", new VaeAnomalyOptions { Vae = options, Score = AnomalyScore.NegativeElbo }).Fit(data);
            string latent = Path.Combine(folder.FullName, "latent.zip");
            string score = Path.Combine(folder.FullName, "score.zip");
            string model = Path.Combine(folder.FullName, "model.onnx");
            mlContext.Model.Save(encoder, data.Schema, latent);
            mlContext.Model.Save(detector, data.Schema, score);
            detector.Model.Save(model);

            Console.WriteLine(
                "| first prediction | file | start of process to prediction, median (lowest to highest) "
                + "| of it loading and predicting |");
            Console.WriteLine("| --- | ---: | ---: | ---: |");
            Line("none: an empty program", "nothing", null, runs);
            Line("latent means, `Model.Load` and PredictionEngine", "latent", latent, runs);
            Line("anomaly score in nats, `Model.Load` and PredictionEngine", "score", score, runs);
            Line("anomaly score in nats, `VaeModel.Load` and `Score`", "model", model, runs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Measures one prediction in a child process.</summary>
    /// <param name="arguments">The kind of prediction, and the file.</param>
    public static void Predict(IReadOnlyList<string> arguments)
    {
        double seconds = PairedTiming.Seconds(() =>
        {
            Sensors.Row row = Sensors.Rows(1)[0];
            switch (arguments[0])
            {
                case "latent":
                    Engine<Sensors.Code>(arguments[1]).Predict(row);
                    break;
                case "score":
                    Engine<Verdict>(arguments[1]).Predict(row);
                    break;
                case "model":
                    VaeModel.Load(arguments[1]).Score(row.Features);
                    break;
            }
        });
        ChildProcess.Answer(seconds);
    }

    private static PredictionEngine<Sensors.Row, T> Engine<T>(string file)
        where T : class, new()
    {
        var mlContext = new MLContext();
        return mlContext.Model.CreatePredictionEngine<Sensors.Row, T>(mlContext.Model.Load(file, out _));
    }

    private static void Line(string what, string kind, string? file, int runs)
    {
        (double[] Numbers, double Seconds)[] results = [.. Enumerable.Range(0, runs + 1)
            .Select(_ => ChildProcess.Run(Child, kind, file ?? "-"))
            .Skip(1)];
        double[] whole = [.. results.Select(result => result.Seconds)];
        double inside = PairedTiming.Median(results.Select(result => result.Numbers[0]));
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string size = file is null ? "" : string.Create(invariant, $"{new FileInfo(file).Length / 1e3:F0} kB");
        Console.WriteLine(string.Create(
            invariant,
            $"| {what} | {size} | {PairedTiming.Median(whole) * 1e3:F0} ms "
            + $"({whole.Min() * 1e3:F0} to {whole.Max() * 1e3:F0}) | {inside * 1e3:F0} ms |"));
    }
}
