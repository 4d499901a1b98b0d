using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Serving;

/// <summary>What a process needs that holds many models and has scored with each: as VaeModel, and as loaded pipelines.</summary>
internal static class ManyModels
{
    public static void Print(int count, TextWriter output)
    {
        var mlContext = new MLContext(1);
        Sensors.Row[] rows = Sensors.Rows(500, width: 100);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows, Sensors.Schema(100));
        using VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = new() { Epochs = 2, Seed = 1, HiddenLayers = [256] } })
            .Fit(data);
        using var model = new MemoryStream();
        detector.Model.Save(model);
        using var pipeline = new MemoryStream();
        mlContext.Model.Save(detector, data.Schema, pipeline);

        output.WriteLine("| loaded by | models | file | memory for each | of it beyond the file | threads added | load |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        Measure("`VaeModel.Load`", model.Length, () =>
        {
            var loaded = VaeModel.Load(new MemoryStream(model.ToArray()));
            _ = loaded.Score(rows[0].Features);
            return loaded;
        });
        Measure("`Model.LoadVae`", pipeline.Length, () => Score(new MLContext().Model.LoadVae(Copy(pipeline), out _)));
        Measure("`Model.Load`", pipeline.Length, () => Score(new MLContext().Model.Load(Copy(pipeline), out _)));

        IDisposable Score(ITransformer loaded)
        {
            _ = loaded.Transform(mlContext.Data.TakeRows(data, 1)).GetColumn<float>("Score").Single();
            return (IDisposable)loaded;
        }

        void Measure(string name, long size, Func<IDisposable> load)
        {
            load().Dispose();
            (double memory, int threads) = Process();
            long start = Stopwatch.GetTimestamp();
            IDisposable[] loaded = [.. Enumerable.Range(0, count).Select(_ => load())];
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / count;
            (double after, int threadsAfter) = Process();
            double each = (after - memory) / count;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {count} | {size / 1e3:N0} kB | {each / 1e3:N0} kB | {(each / size) - 1:P0} "
                + $"| {threadsAfter - threads} | {milliseconds:F1} ms |"));
            Array.ForEach(loaded, one => one.Dispose());
        }
    }

    private static MemoryStream Copy(MemoryStream stream) => new(stream.ToArray());

    private static (double Memory, int Threads) Process()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return (process.WorkingSet64, process.Threads.Count);
    }
}
