using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace VaeTransforms.Tests.Pipeline;

/// <summary>Columns that are copied from sources that reuse or free their memory in special ways.</summary>
public sealed class PassedColumnsTests : IDisposable
{
    private readonly SampleModel _model = new(batchRows: 512);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Text_read_from_a_file_is_passed_on_intact()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, Enumerable.Range(0, 3000).Select(
                id => string.Create(CultureInfo.InvariantCulture, $"{id}\tline number {id}\t1\t2\t3\t{id / 3000f}")));
            IDataView file = Views.Context.Data.LoadFromTextFile(path,
            [
                new TextLoader.Column("Id", DataKind.Int32, 0),
                new TextLoader.Column("Text", DataKind.String, 1),
                new TextLoader.Column("Features", DataKind.Single, 2, 5),
            ]);
            IDataView scored = _model.Transform(file);

            Assert.Equal(
                Enumerable.Range(0, 3000).Select(id => $"line number {id}"),
                Views.Context.Data.CreateEnumerable<ScoredSample>(scored, false, ignoreMissingColumns: true)
                .Select(row => row.Text));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_image_is_alive_while_its_row_is_read()
    {
        IDataView images = Views.Context.Data.LoadFromEnumerable(Enumerable.Range(0, 5000).Select(
            id => new ImageRow
            {
                Features = [id, 1, 2, 3],
                Image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [(byte)id, 0, 0, 255]),
            })
            .ToArray());
        IDataView gray = Views.Context.Transforms.ConvertToGrayscale("Gray", "Image").Fit(images).Transform(images);

        Assert.All(
            Views.Context.Data.CreateEnumerable<ImageRow>(_model.Transform(gray), reuseRowObject: true),
            row => Assert.Equal(4, row.Gray!.Pixels.Length));
        Assert.Equal(5000, _model.Transform(gray).GetColumn<float>("Score").Count());
    }

    [Fact]
    public void Wide_columns_are_read_ahead_in_fewer_rows()
    {
        var source = new CountingView(Views.Context.Data.LoadFromEnumerable(
            Enumerable.Range(0, 100)
                .Select(id => new WideRow { Features = [id, 1, 2, 3], Wide = new VBuffer<float>(1 << 20, 0, [], []) })
            .ToArray()));
        IDataView scored = _model.Transform(source);

        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Wide"], scored.Schema["Score"]]);
        cursor.MoveNext();

        Assert.Equal(4, source.Reads["Features"]);
    }

    private sealed class ImageRow
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [ImageType(1, 1)]
        public MLImage? Image { get; set; }

        [ImageType(1, 1)]
        public MLImage? Gray { get; set; }
    }

    private sealed class WideRow
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [VectorType(1 << 20)]
        public VBuffer<float> Wide { get; set; }
    }
}
