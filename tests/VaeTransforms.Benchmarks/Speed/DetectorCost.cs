using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using VaeTransforms.Onnx;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>
/// What the default anomaly detector costs: fit, a row in batches, one prediction beside <c>ApplyOnnxModel</c>, and the model's
/// file. <c>cost [PAIRS]</c> prints one line for each.
/// </summary>
internal static class DetectorCost
{
    private const int Rows = 10_000;
    private const int Calls = 20_000;
    private static readonly int[] Widths = [8, Sensors.Width, 100];

    public static void Print(IReadOnlyList<string> arguments)
    {
        int pairs = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        var mlContext = new MLContext(1);
        Sensors.Row[] rows = Sensors.Rows(Rows);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows);

        // The first fit of a process also loads libtorch and compiles code.
        Fit(mlContext, mlContext.Data.TakeRows(data, 500)).Dispose();
        Console.WriteLine("| what | target | median (lowest to highest) |");
        Console.WriteLine("| --- | ---: | ---: |");

        double[] fits = Repeated(pairs, () => Fit(mlContext, data).Dispose());
        Line("Fit, 10,000 rows of 30 values", "3 s", fits, 1, "s");

        using VaeAnomalyTransformer detector = Fit(mlContext, data);
        Scores(detector, data);
        Line("Transform to Score, per row", "10 µs", Repeated(pairs, () => Scores(detector, data)), 1e6 / Rows, "µs");
        One(mlContext, detector, data, rows, pairs);
        foreach (int width in Widths)
        {
            IDataView some = mlContext.Data.LoadFromEnumerable(Sensors.Rows(Rows, width), Sensors.Schema(width));
            using VaeAnomalyTransformer sized = Fit(mlContext, some);
            Size(mlContext, sized, some.Schema, width);
        }
    }

    private static VaeAnomalyTransformer Fit(MLContext mlContext, IDataView data) =>
        mlContext.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = new VaeOptions { Seed = 1 } })
            .Fit(data);

    private static void One(
        MLContext mlContext, VaeAnomalyTransformer detector, IDataView data, Sensors.Row[] rows, int pairs)
    {
        byte[] graph = GraphWriter.Row(
            detector.Model.Trained,
            new RowGraph { Features = "Features", Scalars = "Scalars", ScalarOutputs = VaeOutputs.Score },
            GraphContent.Bare);
        OnnxTransformer stock = mlContext.Transforms
            .ApplyOnnxModel(["Scalars"], ["Features"], new MemoryStream(graph))
            .Fit(data);
        var own = new PredictionEngineOptions { OwnsTransformer = false };
        using var ours = mlContext.Model.CreatePredictionEngine<Sensors.Row, Verdict>(detector, own);
        using var theirs = mlContext.Model.CreatePredictionEngine<Sensors.Row, StockScalars>(stock, data.Schema);
        var verdict = new Verdict();
        var scalars = new StockScalars();
        PairedTiming engines = PairedTiming.Measure(
            () => All(rows, row => ours.Predict(row, ref verdict)),
            () => All(rows, row => theirs.Predict(row, ref scalars)),
            pairs);
        PairedTiming model = PairedTiming.Measure(
            () => All(rows, row => detector.Model.Score(row.Features)),
            () => All(rows, row => theirs.Predict(row, ref scalars)),
            pairs);
        Line("PredictionEngine on ApplyOnnxModel, per row", "", engines.Theirs, 1e6 / Calls, "µs");
        Line("PredictionEngine, per row", "", engines.Ours, 1e6 / Calls, "µs");
        Line("VaeModel.Score, per row", "", model.Ours, 1e6 / Calls, "µs");
        Console.WriteLine($"| ApplyOnnxModel / PredictionEngine | 3 | {engines} |");
        Console.WriteLine($"| ApplyOnnxModel / VaeModel.Score | 3 | {model} |");
    }

    private static void Size(MLContext mlContext, VaeAnomalyTransformer detector, DataViewSchema schema, int width)
    {
        using var zip = new MemoryStream();
        using var onnx = new MemoryStream();
        mlContext.Model.Save(detector, schema, zip);
        detector.Model.Save(onnx);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| File at {width} values, model.zip and VaeModel | 200 kB "
            + $"| {zip.Length / 1e3:F0} and {onnx.Length / 1e3:F0} kB |"));
    }

    private static void Scores(VaeAnomalyTransformer detector, IDataView data)
    {
        IDataView scored = detector.Transform(data);
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        ValueGetter<float> get = cursor.GetGetter<float>(scored.Schema["Score"]);
        float score = 0;
        while (cursor.MoveNext())
        {
            get(ref score);
        }
    }

    private static void All(Sensors.Row[] rows, Action<Sensors.Row> predict)
    {
        for (int i = 0; i < Calls; i++)
        {
            predict(rows[i % rows.Length]);
        }
    }

    private static double[] Repeated(int times, Action run) =>
        [.. Enumerable.Range(0, times).Select(_ => PairedTiming.Seconds(run))];

    private static void Line(string what, string target, double[] seconds, double factor, string unit) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {target} | {PairedTiming.Median(seconds) * factor:F2} "
            + $"({seconds.Min() * factor:F2} to {seconds.Max() * factor:F2}) {unit} |"));
}
