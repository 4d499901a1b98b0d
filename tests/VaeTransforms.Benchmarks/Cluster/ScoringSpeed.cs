using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;
using VaeTransforms.Benchmarks.Speed;
using VaeTransforms.Onnx;
using VaeTransforms.Orleans;
using VaeTransforms.Pipeline;
using VaeTransforms.Scoring;

namespace VaeTransforms.Benchmarks.Cluster;

/// <summary>
/// Scores of flights by one silo, from a Parquet file to Parquet files, beside ONNX Runtime on rows that are in memory, and
/// beside <c>ApplyOnnxModel</c> on the same file.
/// </summary>
internal static class ScoringSpeed
{
    private const int Turns = 3;
    private const int RowsPerGroup = 65_536;
    private const int StockRows = 20_000;

    public static async Task PrintAsync(string? fetched, int rows)
    {
        Console.WriteLine(ClusterCommand.Machine());
        if (fetched is not null && !File.Exists(fetched))
        {
            Console.WriteLine($"There is no file '{fetched}': flights are generated.");
            fetched = null;
        }

        using var input = new FlightFile(fetched, rows, RowsPerGroup);
        Console.WriteLine($"{input.Rows:N0} flights{(fetched is null ? ", generated" : "")}");
        await using RunningSilos silos = await RunningSilos.StartAsync(1, Environment.ProcessorCount);
        await CompareAsync(silos, input, "all defaults", new VaeOptions());
        await CompareAsync(
            silos,
            input,
            "one layer of 64, Gaussian",
            new VaeOptions { LatentDimension = 2, HiddenLayers = [64], Likelihood = Likelihood.Gaussian });
    }

    private static async Task CompareAsync(RunningSilos silos, FlightFile input, string name, VaeOptions options)
    {
        using VaeTransformer model = input.Fit(options);
        using var bare = new BareRuntime(model.Model, Batches(input, model.Model));
        Console.WriteLine($"{name}: {model.Model.Architecture}");
        double stock = Stock(input, model);
        await SiloAsync(silos, input, model);
        bare.Run();
        var ratios = new List<double>();
        double best = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            (double ours, double oursOfProcessor) = await SiloAsync(silos, input, model);
            (double theirs, double theirsOfProcessor) = Bare(bare);
            best = Math.Max(best, input.Rows / ours);
            ratios.Add(theirs / ours);
            Console.WriteLine(
                $"    rows a second: one silo {input.Rows / ours:N0}, bare ONNX Runtime {input.Rows / theirs:N0}: "
                + $"{theirs / ours:F2}; by time of processors {theirsOfProcessor / oursOfProcessor:F2}");
        }

        Console.WriteLine($"    of bare ONNX Runtime: median {PairedTiming.Median(ratios):F2}; to reach: 0.6");
        Console.WriteLine(
            $"    ApplyOnnxModel on {Math.Min(StockRows, input.Rows):N0} rows: {stock:N0} rows a second, and one silo "
            + $"{best / stock:N0} times as many; to reach: 50");
    }

    /// <summary>Seconds from the call until all scores are in files, and seconds of processors.</summary>
    private static async Task<(double Seconds, double OfProcessor)> SiloAsync(
        RunningSilos silos, FlightFile input, VaeTransformer model)
    {
        string output = Path.Combine(silos.Folder, $"{Guid.NewGuid():N}");
        TimeSpan before = silos.ProcessorTime;
        long start = Stopwatch.GetTimestamp();
        await silos.Cluster.ScoreAsync(input.MLContext, model, input.Path, output, new VaeScoringOptions
        {
            ColumnNames = [FlightFile.Number, FlightFile.Score],
        });
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (silos.ProcessorTime - before).TotalSeconds);
    }

    private static (double Seconds, double OfProcessor) Bare(BareRuntime bare)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        double seconds = PairedTiming.Seconds(bare.Run);
        process.Refresh();
        return (seconds, (process.TotalProcessorTime - before).TotalSeconds);
    }

    /// <summary>Rows a second from the file through row cursors; the scores are summed, not written.</summary>
    private static double Stock(FlightFile input, VaeTransformer model)
    {
        byte[] graph = GraphWriter.Row(
            model.Model.Trained,
            new RowGraph { Features = "Features", Scalars = "Scalars", ScalarOutputs = VaeOutputs.Score },
            GraphContent.Bare);
        MLContext ml = input.MLContext;
        IDataView rows = ml.Data.TakeRows(ml.Data.LoadParquet(input.Path, FlightFile.Inputs), StockRows);

        // The graph of a table reads its cells in double precision.
        IDataView features = ml.Transforms.Concatenate("Features", FlightFile.Inputs)
            .Append(ml.Transforms.Conversion.ConvertType("Features", outputKind: DataKind.Double))
            .Fit(rows)
            .Transform(rows);
        using OnnxTransformer stock =
            ml.Transforms.ApplyOnnxModel(["Scalars"], ["Features"], new MemoryStream(graph)).Fit(features);
        Sensors.Sum(ml.Data.TakeRows(stock.Transform(features), 1_000), "Scalars");
        return Math.Min(StockRows, input.Rows)
            / PairedTiming.Seconds(() => Sensors.Sum(stock.Transform(features), "Scalars"));
    }

    /// <summary>All rows as the network reads them, [batch · D] each.</summary>
    private static float[][] Batches(FlightFile input, VaeModel model)
    {
        IDataView view = input.MLContext.Data.LoadParquet(input.Path, FlightFile.Inputs);
        IRowInputs inputs = ModelInputs.Find(view.Schema, model.Trained);
        using DataViewRowCursor cursor = view.GetRowCursor(inputs.Columns);
        RowReader reader = inputs.CreateReader(cursor);
        int rows = VaeScorer.PreferredBatchSize(model.Trained, VaeOutputs.Score);
        var batches = new List<float[]>();
        for (int row = 0; cursor.MoveNext(); row++)
        {
            if (row % rows == 0)
            {
                batches.Add(GC.AllocateArray<float>(Math.Min(rows, input.Rows - row) * inputs.Size, pinned: true));
            }

            reader.Read(batches[^1].AsSpan(row % rows * inputs.Size, inputs.Size));
        }

        return [.. batches];
    }

    /// <summary>
    /// The upper limit: each processor runs batches of its own by one thread, which is faster for a small network than all
    /// threads on one batch. What they give is not read.
    /// </summary>
    private sealed class BareRuntime : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly (OrtValue Features, OrtValue Scores)[] _batches;

        public BareRuntime(VaeModel model, float[][] batches)
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1 };
            _session = new InferenceSession(
                GraphWriter.Batch(model.Trained, VaeOutputs.Score, GraphContent.Bare), options);
            int width = model.Architecture.InputSize;
            _batches = Array.ConvertAll(batches, batch => (
                OrtValue.CreateTensorValueFromMemory(batch, [batch.Length / width, width]),
                OrtValue.CreateTensorValueFromMemory(new float[batch.Length / width], [batch.Length / width])));
        }

        public void Run()
        {
            using var run = new RunOptions();
            string[] inputs = [TensorNames.Features];
            string[] outputs = [TensorNames.Of(VaeOutputs.Score)];
            Parallel.ForEach(
                _batches,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                batch => _session.Run(run, inputs, [batch.Features], outputs, [batch.Scores]));
        }

        public void Dispose()
        {
            foreach ((OrtValue features, OrtValue scores) in _batches)
            {
                features.Dispose();
                scores.Dispose();
            }

            _session.Dispose();
        }
    }
}
