using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Benchmarks.Speed;

namespace VaeTransforms.Benchmarks.Serving;

/// <summary>What it takes to read the numbers of a Parquet file, to score its rows, and to save the scores as a file.</summary>
internal static class ParquetFigures
{
    private const int TrainingRows = 20_000;

    public static void Print(string file, TextWriter output)
    {
        var mlContext = new MLContext(1);
        string[] columns =
        [
            .. mlContext.Data.LoadParquet(file).Schema
                .Where(column => column.Type is NumberDataViewType or DateTimeDataViewType)
                .Select(column => column.Name),
        ];
        IDataView rows = mlContext.Data.LoadParquet(file, columns);
        long count = rows.GetRowCount()!.Value;
        using VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
            .Vae(columns, new VaeAnomalyOptions { Score = AnomalyScore.NegativeElbo, Vae = new() { Epochs = 5, Seed = 1 } })
            .Fit(mlContext.Data.TakeRows(mlContext.Data.ShuffleRows(rows, seed: 1), TrainingRows));
        IDataView scored = detector.Transform(rows);
        string saved = Path.GetTempFileName();
        try
        {
            string names = string.Join(", ", columns);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} rows, columns {names}"));
            output.WriteLine("| what | seconds | rows a second |");
            output.WriteLine("| --- | ---: | ---: |");
            Line("read", () => Read(rows));
            Line("read and scored", () => Read(scored));
            Line("read, scored and saved", () => mlContext.Data.SaveAsParquet(scored, saved));
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Peak memory {process.PeakWorkingSet64 / 1e6:N0} MB."));
        }
        finally
        {
            File.Delete(saved);
        }

        void Line(string what, Action run)
        {
            double seconds = PairedTiming.Seconds(run);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds:F1} | {count / seconds:N0} |"));
        }
    }

    private static void Read(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Action[] reads = [.. view.Schema.Select(column => Reader(cursor, column))];
        while (cursor.MoveNext())
        {
            Array.ForEach(reads, read => read());
        }
    }

    private static Action Reader(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            Type type when type == typeof(float) => Of<float>(),
            Type type when type == typeof(double) => Of<double>(),
            Type type when type == typeof(int) => Of<int>(),
            Type type when type == typeof(long) => Of<long>(),
            Type type when type == typeof(short) => Of<short>(),
            Type type when type == typeof(DateTime) => Of<DateTime>(),
            Type type when type == typeof(bool) => Of<bool>(),
            _ => throw new NotSupportedException($"Column {column.Name} is of type {column.Type}."),
        };

        Action Of<T>()
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            T value = default!;
            return () => get(ref value);
        }
    }
}
