using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;
using VaeTransforms.Parquet;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Parquet;

/// <summary>Parquet files as views, and views as Parquet files.</summary>
public sealed class ParquetTests : IDisposable
{
    private static readonly MLContext Ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    [Fact]
    public void A_view_is_the_same_after_it_was_saved_and_loaded()
    {
        Row[] rows = Rows(1000);
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(rows), FileOf("rows"), rowsPerGroup: 300);
        IDataView loaded = Ml.Data.LoadParquet(FileOf("rows"));
        Loaded[] read = [.. Ml.Data.CreateEnumerable<Loaded>(loaded, reuseRowObject: false)];

        Assert.Equal(1000, loaded.GetRowCount());
        Assert.Equal(
            ["Values.0", "Values.1", "Count", "Mass", "Ratio", "IsOn", "Name", "At"],
            loaded.Schema.Select(column => column.Name));
        Assert.Equal(NumberDataViewType.Int32, loaded.Schema["Count"].Type);
        Assert.Equal(BooleanDataViewType.Instance, loaded.Schema["IsOn"].Type);
        Assert.Equal(rows.Select(row => row.Count), read.Select(row => row.Count));
        Assert.Equal(rows.Select(row => row.Mass), read.Select(row => row.Mass));
        Assert.Equal(rows.Select(row => row.Ratio), read.Select(row => row.Ratio));
        Assert.Equal(rows.Select(row => row.IsOn), read.Select(row => row.IsOn));
        Assert.Equal(rows.Select(row => row.Name), read.Select(row => row.Name));
        Assert.Equal(rows.Select(row => row.At), read.Select(row => row.At));
        Assert.Equal(rows.Select(row => row.Values[1]), loaded.GetColumn<float>("Values.1"));
        Assert.False(File.Exists(FileOf("rows") + ".unfinished"));
    }

    [Fact]
    public void A_shuffled_cursor_has_each_row_once_and_the_order_is_that_of_the_seed()
    {
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(Rows(1000)), FileOf("rows"), rowsPerGroup: 100);
        IDataView loaded = Ml.Data.LoadParquet(FileOf("rows"), ["Count"]);

        int[] first = Shuffled(loaded, seed: 1);

        Assert.NotEqual(Enumerable.Range(0, 1000), first);
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
        Assert.Equal(first, Shuffled(loaded, seed: 1));
        Assert.NotEqual(first, Shuffled(loaded, seed: 2));
    }

    [Fact]
    public void A_pattern_loads_files_in_the_order_of_their_names()
    {
        Row[] rows = Rows(100);
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(rows[60..]), FileOf("part-2"));
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(rows[..60]), FileOf("part-1"));

        IDataView loaded = Ml.Data.LoadParquet(Path.Combine(_folder, "part-*.parquet"), ["Count", "Name"]);

        Assert.Equal(rows.Select(row => row.Count), loaded.GetColumn<int>("Count"));
        Assert.Equal(["Count", "Name"], loaded.Schema.Select(column => column.Name));
    }

    [Fact]
    public async Task Nulls_are_missing_values()
    {
        DataField[] fields =
        [
            new("Small", typeof(short), true, false, null), new("Whole", typeof(long), true, false, null),
            new("None", typeof(int), true, false, null), new("Real", typeof(double), true, false, null),
            new("IsOn", typeof(bool), true, false, null), new("Text", typeof(string), true, false, null),
            new("Price", typeof(decimal), true, false, null),
        ];
        await WriteAsync("nulls", fields, async group =>
        {
            await group.WriteAsync<short>(fields[0], new short?[] { 1, null }.AsMemory());
            await group.WriteAsync<long>(fields[1], new long?[] { 1L << 40, null }.AsMemory());
            await group.WriteAsync<int>(fields[2], new int?[] { 5, 6 }.AsMemory());
            await group.WriteAsync<double>(fields[3], new double?[] { null, 2.5 }.AsMemory());
            await group.WriteAsync<bool>(fields[4], new bool?[] { true, null }.AsMemory());
            await group.WriteAsync(fields[5], new string[] { "a", null! });
            await group.WriteAsync<decimal>(fields[6], new decimal?[] { 1.25m, null }.AsMemory());
        });

        IDataView loaded = Ml.Data.LoadParquet(FileOf("nulls"));

        Assert.Equal([1, float.NaN], loaded.GetColumn<float>("Small"));
        Assert.Equal([1L << 40, double.NaN], loaded.GetColumn<double>("Whole"));
        Assert.Equal([5, 6], loaded.GetColumn<int>("None"));
        Assert.Equal([double.NaN, 2.5], loaded.GetColumn<double>("Real"));
        Assert.Equal([1, float.NaN], loaded.GetColumn<float>("IsOn"));
        Assert.Equal(["a", ""], loaded.GetColumn<string>("Text"));
        Assert.Equal([1.25, double.NaN], loaded.GetColumn<double>("Price"));
    }

    [Fact]
    public void Scores_of_a_detector_are_saved_with_their_keys_and_vectors()
    {
        IDataView data = Sheets.View(Ml, Sheets.Rows(100));
        using VaeTransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", Sheets.Quick).Fit(data);
        IDataView scored = Ml.Transforms.Conversion.MapValueToKey("Key", "Id")
            .Append(Ml.Transforms.Conversion.ConvertType("Double", "Latent", DataKind.Double))
            .Fit(fitted.Transform(data)).Transform(fitted.Transform(data));

        Ml.Data.SaveAsParquet(scored, FileOf("scores"));
        IDataView loaded = Ml.Data.LoadParquet(FileOf("scores"));

        Assert.Equal(scored.GetColumn<float>("Surprise"), loaded.GetColumn<float>("Surprise"));
        Assert.Equal(scored.GetColumn<float[]>("Latent").Select(latent => latent[2]), loaded.GetColumn<float>("Latent.2"));
        Assert.Equal(scored.GetColumn<double[]>("Double").Select(latent => latent[2]), loaded.GetColumn<double>("Double.2"));
        Assert.Equal(data.GetColumn<string>("Id"), loaded.GetColumn<string>("Key"));
        Assert.Contains("Features.sensor 3", loaded.Schema.Select(column => column.Name));
    }

    [Fact]
    public void A_detector_trains_on_a_file_and_scores_it()
    {
        Ml.Data.SaveAsParquet(Sheets.View(Ml, Sheets.Rows(200)), FileOf("rows"));
        string[] columns = [.. Sheets.SlotNames.Select(name => $"Features.{name}")];
        IDataView loaded = Ml.Data.LoadParquet(FileOf("rows"), columns);

        using VaeAnomalyTransformer fitted = Ml.AnomalyDetection.Trainers
            .Vae(columns, new VaeAnomalyOptions { Vae = new VaeOptions { Epochs = 2, ValidationFraction = 0.25 } })
            .Fit(loaded);

        Assert.All(fitted.Transform(loaded).GetColumn<float>("Score"), score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public async Task Files_that_cannot_be_loaded_are_refused_with_what_is_wrong()
    {
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(Rows(10)), FileOf("rows"));
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(Sheets.Rows(3)), FileOf("rows-other"));
        File.WriteAllText(FileOf("text"), "not a Parquet file");
        DataField[] at = [new("At", typeof(DateTime), true, false, null)];
        await WriteAsync("dates", at, group => group.WriteAsync<DateTime>(at[0], new DateTime?[] { null }.AsMemory()));
        DataField[] bytes = [new("Blob", typeof(byte[]), true, false, null)];
        await WriteAsync("bytes", bytes, group => group.WriteAsync(bytes[0], new[] { new byte[] { 1 } }));

        Refused<FileNotFoundException>(() => Ml.Data.LoadParquet(FileOf("none")), "none.parquet", "Check the path");
        Refused<FileNotFoundException>(() => Ml.Data.LoadParquet(Path.Combine(_folder, "x*.parquet")), "x*.parquet", "pattern");
        Refused<InvalidDataException>(() => Ml.Data.LoadParquet(FileOf("text")), "text.parquet", "Parquet file");
        Refused<ArgumentException>(() => Ml.Data.LoadParquet(FileOf("rows"), ["Mess"]), "'Mess'", "Count, Mass");
        Refused<ArgumentException>(
            () => Ml.Data.LoadParquet(Path.Combine(_folder, "rows*.parquet")), "rows-other", "same columns");
        Refused<ArgumentException>(() => Ml.Data.LoadParquet(FileOf("dates")), "'At' has nulls", "columnNames");
        Refused<ArgumentException>(() => Ml.Data.LoadParquet(FileOf("bytes")), "'Blob'", "bytes");
        Refused<ArgumentException>(
            () => Ml.Data.SaveAsParquet(Ml.Transforms.Text.TokenizeIntoWords("Words", "Name")
                .Fit(Ml.Data.LoadFromEnumerable(Rows(2))).Transform(Ml.Data.LoadFromEnumerable(Rows(2))), FileOf("words")),
            "'Words'",
            "SaveAsParquet");
        Assert.False(File.Exists(FileOf("words")));
    }

    [Fact]
    public void Each_row_is_in_exactly_one_part()
    {
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(Rows(1000)), FileOf("rows"), rowsPerGroup: 90);

        int[][] parts = [.. Enumerable.Range(0, 3).Select(part => Ml.Data
            .LoadParquet(FileOf("rows"), ["Count"], ParquetPartition.Parse($"{part}/3")).GetColumn<int>("Count").ToArray())];

        Assert.All(parts, part => Assert.InRange(part.Length, 270, 370));
        Assert.Equal(Enumerable.Range(0, 1000), parts.SelectMany(part => part).Order());
        Assert.Empty(Ml.Data.LoadParquet(FileOf("rows"), ["Count"], new ParquetPartition(49, 50)).GetColumn<int>("Count"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParquetPartition.Parse("3/3"));
        Assert.Throws<FormatException>(() => ParquetPartition.Parse("3 of 4"));
    }

    [Fact]
    public void A_file_that_changed_after_it_was_loaded_is_refused()
    {
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(Rows(10)), FileOf("rows"));
        IDataView loaded = Ml.Data.LoadParquet(FileOf("rows"));
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(Rows(11)), FileOf("rows"));

        Refused<InvalidDataException>(() => _ = loaded.GetColumn<int>("Count").ToArray(), "has changed", "Load it again");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Refused<T>(Action action, params string[] facts)
        where T : Exception
    {
        T error = Assert.Throws<T>(action);
        Assert.All(facts, fact => Assert.Contains(fact, error.Message, StringComparison.Ordinal));
    }

    private static int[] Shuffled(IDataView view, int seed)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema, new Random(seed));
        ValueGetter<int> get = cursor.GetGetter<int>(view.Schema["Count"]);
        var values = new List<int>();
        int value = 0;
        while (cursor.MoveNext())
        {
            get(ref value);
            values.Add(value);
        }

        return [.. values];
    }

    private static Row[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Row
    {
        Count = i,
        Mass = i % 7 == 0 ? float.NaN : i / 2f,
        Ratio = i % 5 == 0 ? double.NaN : i / 3.0,
        IsOn = i % 2 == 0,
        Name = i % 3 == 0 ? "" : $"name {i % 11}",
        At = new DateTime(2026, 1, 1).AddMinutes(i),
        Values = [i, -i],
    })];

    private string FileOf(string name) => Path.Combine(_folder, $"{name}.parquet");

    private async Task WriteAsync(string name, DataField[] fields, Func<ParquetRowGroupWriter, Task> write)
    {
        await using FileStream file = File.Create(FileOf(name));
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.ToArray<Field>()), file);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await write(group);
    }

    private class Loaded
    {
        public int Count { get; set; }

        public float Mass { get; set; }

        public double Ratio { get; set; }

        public bool IsOn { get; set; }

        public string Name { get; set; } = "";

        public DateTime At { get; set; }
    }

    private sealed class Row : Loaded
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }
}
