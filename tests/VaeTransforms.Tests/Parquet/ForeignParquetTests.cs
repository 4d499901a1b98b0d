using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Parquet;

/// <summary>Parquet files that another program wrote: lists, structures, times of day and folders.</summary>
public sealed class ForeignParquetTests : IDisposable
{
    private static readonly MLContext Ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    [Theory]
    [InlineData("[i, i + 0.5]::FLOAT[]", typeof(float))]
    [InlineData("[i, i + 0.5]::FLOAT[2]", typeof(float))]
    [InlineData("[i, i + 0.5]::DOUBLE[]", typeof(double))]
    [InlineData("[i, i + 0.5]::DECIMAL(9, 2)[]", typeof(double))]
    public void Lists_of_one_length_are_vectors(string list, Type type)
    {
        IDataView loaded = Loaded($"{list} AS Features, i AS Id", rows: 1000);
        VectorDataViewType vector = Assert.IsType<VectorDataViewType>(loaded.Schema["Features"].Type);

        Assert.Equal((2, type), (vector.Size, vector.ItemType.RawType));
        IDataView singles = Ml.Transforms.Conversion.ConvertType("Features", outputKind: DataKind.Single).Fit(loaded)
            .Transform(loaded);
        Assert.Equal(
            Enumerable.Range(0, 1000).SelectMany(i => new[] { i, i + 0.5f }),
            singles.GetColumn<float[]>("Features").SelectMany(row => row));
    }

    [Fact]
    public void A_null_in_a_list_is_NaN_and_integers_become_numbers_that_can_be()
    {
        IDataView loaded = Loaded("[i, NULL]::INTEGER[] AS X, [NULL, i % 100]::TINYINT[] AS Small", rows: 5);

        Assert.Equal([3, double.NaN], loaded.GetColumn<double[]>("X").ElementAt(3));
        Assert.Equal([float.NaN, 3], loaded.GetColumn<float[]>("Small").ElementAt(3));
    }

    [Fact]
    public void A_VAE_trains_on_lists_and_scores_them()
    {
        IDataView loaded = Loaded(
            "list_transform(range(6), j -> sin(i * 0.1 + j) + 0.1 * random())::FLOAT[] AS Features, i AS Id", rows: 400);
        using VaeTransformer fitted = Ml.Transforms
            .VaeEncode("Latent", "Features", new VaeOptions { Epochs = 3, LatentDimension = 2 }).Fit(loaded);

        Assert.All(fitted.Transform(loaded).GetColumn<float[]>("Latent"), code => Assert.Equal(2, code.Length));
        IDataView shuffled = Ml.Data.ShuffleRows(loaded, seed: 1);
        Assert.Equal(
            fitted.Transform(loaded).GetColumn<long>("Id").Zip(fitted.Transform(loaded).GetColumn<float[]>("Latent"))
                .OrderBy(row => row.First).SelectMany(row => row.Second),
            fitted.Transform(shuffled).GetColumn<long>("Id").Zip(fitted.Transform(shuffled).GetColumn<float[]>("Latent"))
                .OrderBy(row => row.First).SelectMany(row => row.Second));
    }

    [Theory]
    [InlineData("CASE WHEN i = 3 THEN [1.0] ELSE [1.0, 2.0] END", "'X' holds lists of different lengths")]
    [InlineData("CASE WHEN i = 3 THEN NULL ELSE [1.0, 2.0] END", "'X' holds lists of different lengths")]
    [InlineData("['a', 'b']", "'X' holds list of String")]
    [InlineData("[[1.0], [2.0]]", "'X' holds list of structures")]
    [InlineData("[{'a': 1}]", "'X' holds list of structures")]
    [InlineData("MAP {'a': 1}", "'X' holds map")]
    [InlineData("'ab'::BLOB", "'X' holds bytes")]
    [InlineData("INTERVAL (i) DAY", "'X' holds Interval")]
    [InlineData("CASE WHEN i = 3 THEN NULL ELSE TIME '01:00:00' END", "'X' has nulls, but a time")]
    public void What_no_column_can_hold_is_refused_when_files_are_opened(string value, string fault)
    {
        string message = Assert.Throws<ArgumentException>(() => Loaded($"{value} AS X, i AS Y", rows: 10)).Message;

        Assert.Contains(fault, message, StringComparison.Ordinal);
        Assert.Contains("columnNames", message, StringComparison.Ordinal);
        Assert.Equal(10, Ml.Data.LoadParquet(Path.Combine(_folder, "rows.parquet"), ["Y"]).GetRowCount());
    }

    [Theory]
    [InlineData("CASE i WHEN 3 THEN [1.0] WHEN 4 THEN [1.0, 2.0, 3.0] ELSE [1.0, 2.0] END", "row 3 of a row group has not 2")]
    [InlineData("CASE i WHEN 3 THEN [] WHEN 4 THEN [1.0, 2.0, 3.0] ELSE [1.0, 2.0] END", "row 3 of a row group has not 2")]
    [InlineData("CASE WHEN i = 3 THEN NULL ELSE TIMETZ '13:30:00+00' END", "there are nulls, but a time of ML.NET")]
    [InlineData("CASE i WHEN 3 THEN 'infinity'::TIMESTAMP ELSE '2026-01-01'::TIMESTAMP END", "outside the years 1 to 9999")]
    public void What_only_the_values_tell_is_refused_when_they_are_read(string value, string fault)
    {
        IDataView loaded = Loaded($"{value} AS X, i AS Y", rows: 10);

        string message = Assert.Throws<InvalidDataException>(() => loaded.Preview(10)).Message;

        Assert.Contains(fault, message, StringComparison.Ordinal);
        Assert.Contains("'X'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_which_the_file_does_not_count_the_nulls_are_read()
    {
        IDataView loaded = Loaded("TIMETZ '13:30:00+00' AS At", rows: 4);

        Assert.All(loaded.GetColumn<TimeSpan>("At"), at => Assert.Equal(new TimeSpan(13, 30, 0), at));
    }

    [Fact]
    public void Times_of_day_are_saved_and_longer_spans_are_refused()
    {
        IDataView loaded = Loaded("TIME '13:30:00.250' AS At, i AS Id", rows: 4);
        string file = Path.Combine(_folder, "saved.parquet");
        var days = new[] { new { At = new TimeSpan(1, 2, 3, 4) } };

        Ml.Data.SaveAsParquet(loaded, file);

        Assert.Equal(loaded.GetColumn<TimeSpan>("At"), Ml.Data.LoadParquet(file).GetColumn<TimeSpan>("At"));
        Assert.Contains(
            "'At' has the span 1.02:03:04",
            Assert.Throws<ArgumentException>(() => Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable(days), file)).Message,
            StringComparison.Ordinal);
        Assert.Equal(4, Ml.Data.LoadParquet(file).GetRowCount());
    }

    [Fact]
    public void A_way_of_writing_that_the_library_does_not_know_is_no_damage()
    {
        string file = Path.Combine(_folder, "second.parquet");
        DuckDb.Write(file, "DATE '2026-01-01' + i::INT AS Day, i AS Id", rows: 10, version: "V2");

        string message = Assert.Throws<InvalidDataException>(() => Ml.Data.LoadParquet(file, ["Day"]).Preview(10)).Message;

        Assert.Contains("'Day'", message, StringComparison.Ordinal);
        Assert.Contains("Parquet.Net cannot read", message, StringComparison.Ordinal);
        Assert.Equal(45, Ml.Data.LoadParquet(file, ["Id"]).GetColumn<long>("Id").Sum());
    }

    [Fact]
    public void Members_of_structures_are_columns_and_times_of_day_are_TimeSpans()
    {
        IDataView loaded = Loaded(
            "{'City': 'Oslo', 'Place': {'X': i + 0.5}} AS Address, "
                + "CASE WHEN i = 2 THEN NULL ELSE {'Level': 7} END AS Gap, TIME '13:30:00.250' AS At",
            rows: 4);

        Assert.Equal(["Address.City", "Address.Place.X", "Gap.Level", "At"], loaded.Schema.Select(column => column.Name));
        Assert.Equal([0.5, 1.5, 2.5, 3.5], loaded.GetColumn<double>("Address.Place.X"));
        Assert.Equal([7, 7, double.NaN, 7], loaded.GetColumn<double>("Gap.Level"));
        Assert.All(loaded.GetColumn<TimeSpan>("At"), at => Assert.Equal(new TimeSpan(0, 13, 30, 0, 250), at));
    }

    [Fact]
    public void A_folder_stands_for_the_files_beneath_it()
    {
        string data = Path.Combine(_folder, "data");
        foreach (int part in new[] { 1, 0 })
        {
            Directory.CreateDirectory(Path.Combine(data, $"day={part}"));
            DuckDb.Write(Path.Combine(data, $"day={part}", "part.parquet"), $"i + {part} * 10 AS Id", rows: 10);
        }

        File.WriteAllText(Path.Combine(data, "_SUCCESS"), "");
        File.WriteAllText(Path.Combine(data, "_metadata.parquet"), "");

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), Ml.Data.LoadParquet(data).GetColumn<long>("Id"));
        Assert.Contains(
            "Give the folder",
            Assert.Throws<FileNotFoundException>(() => Ml.Data.LoadParquet(Path.Combine(data, "**", "*.parquet"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "ends with .parquet",
            Assert.Throws<FileNotFoundException>(
                () => Ml.Data.LoadParquet(Directory.CreateDirectory(Path.Combine(_folder, "none")).FullName)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IDataView Loaded(string columns, int rows)
    {
        string file = Path.Combine(_folder, "rows.parquet");
        DuckDb.Write(file, columns, rows);
        return Ml.Data.LoadParquet(file);
    }
}
