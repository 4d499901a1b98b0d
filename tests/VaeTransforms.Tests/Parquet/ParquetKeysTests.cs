using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Parquet;

/// <summary>Columns of keys in Parquet files.</summary>
public sealed class ParquetKeysTests : IDisposable
{
    private static readonly MLContext Ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    [Fact]
    public void Keys_are_saved_as_their_values_or_as_numbers_if_they_have_none()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(
            new[] { 30, 10, 20, 10 }.Select(level => new { Level = level, Share = level / 4f, IsHigh = level > 10 }));
        IDataView keys = Ml.Transforms.Conversion
            .MapValueToKey([new("Level"), new("Share"), new("IsHigh")]).Fit(data).Transform(data);
        DataViewSchema.Annotations none = new DataViewSchema.Annotations.Builder().ToAnnotations();
        var bare = new MemoryView(
            4, [new MemoryValues<uint>("Bare", new KeyDataViewType(typeof(uint), 5), none, [4, 1, 0, 5])]);

        Ml.Data.SaveAsParquet(keys, FileOf("keys"));
        Ml.Data.SaveAsParquet(bare, FileOf("bare"));

        IDataView loaded = Ml.Data.LoadParquet(FileOf("keys"));
        Assert.Equal(data.GetColumn<int>("Level"), Doubles(loaded, "Level").Select(level => (int)level));
        Assert.Equal(data.GetColumn<float>("Share"), Doubles(loaded, "Share").Select(share => (float)share));
        Assert.Equal([1, 0, 1, 0], Doubles(loaded, "IsHigh"));
        Assert.Equal([4, 1, double.NaN, 5], Doubles(Ml.Data.LoadParquet(FileOf("bare")), "Bare"));

        static IEnumerable<double> Doubles(IDataView view, string column) => Ml.Transforms.Conversion
            .ConvertType(column, outputKind: DataKind.Double).Fit(view).Transform(view).GetColumn<double>(column);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FileOf(string name) => Path.Combine(_folder, $"{name}.parquet");
}
