using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Pipeline;

/// <summary>Batches that are computed while rows are read.</summary>
public sealed class LookaheadBatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(850)]
    [InlineData(1_300)]
    public void Rows_of_a_wide_network_keep_their_order(int rows)
    {
        using var model = new SampleModel(batchRows: 256, wide: true);
        IDataView view = model.Transform(SampleRow.View(rows));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Id"], view.Schema["Score"], view.Schema["Latent"]]);
        ValueGetter<int> id = cursor.GetGetter<int>(view.Schema["Id"]);
        ValueGetter<float> score = cursor.GetGetter<float>(view.Schema["Score"]);
        ValueGetter<VBuffer<float>> latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        foreach (SampleRow row in SampleRow.Create(rows))
        {
            Assert.True(cursor.MoveNext());
            (float[] expectedLatent, _, float expectedScore) = model.Expected(row.Features);
            Assert.Equal(row.Id, Value(id));
            Assert.Equal(expectedScore, Value(score), 1e-4f * Math.Abs(expectedScore));
            Near.Equal([.. expectedLatent.Select(value => (double)value)], [.. Value(latent).DenseValues()]);
        }

        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_cursor_of_a_wide_network_can_be_disposed_at_any_row_and_fails_if_its_source_does()
    {
        using var model = new SampleModel(batchRows: 256, wide: true);
        var source = new CountingView(SampleRow.View(1_000));
        IDataView view = model.Transform(source);
        for (int row = 1; row < 1_000; row += 120)
        {
            using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Score"]]);
            while (cursor.Position < row)
            {
                cursor.MoveNext();
            }
        }

        source.FailAtRow = 700;
        using (DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Score"]]))
        {
            Assert.ThrowsAny<Exception>(() =>
            {
                while (cursor.MoveNext())
                {
                }
            });
            Assert.False(cursor.MoveNext());
        }

        Assert.Equal(0, source.OpenCursors);
    }

    [Fact]
    public void Reading_a_row_allocates_nothing()
    {
        using var model = new SampleModel(batchRows: 1000);
        IDataView view = model.Transform(SampleRow.View(1000));
        using DataViewRowCursor cursor = view.GetRowCursor(
            [view.Schema["Latent"], view.Schema["Sparse"], view.Schema["PredictedLabel"]]);
        ValueGetter<VBuffer<float>> latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        ValueGetter<VBuffer<double>> sparse = cursor.GetGetter<VBuffer<double>>(view.Schema["Sparse"]);
        ValueGetter<bool> label = cursor.GetGetter<bool>(view.Schema["PredictedLabel"]);
        VBuffer<float> latentValue = default;
        VBuffer<double> sparseValue = default;
        bool labelValue = false;

        // The batches have 16, 64 and 256 rows, and then the rest, so rows 400 to 900 are in one batch.
        long before = 0;
        for (int i = 0; i < 900; i++)
        {
            before = i == 400 ? GC.GetAllocatedBytesForCurrentThread() : before;
            cursor.MoveNext();
            latent(ref latentValue);
            sparse(ref sparseValue);
            label(ref labelValue);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static TValue Value<TValue>(ValueGetter<TValue> getter)
    {
        TValue value = default!;
        getter(ref value);
        return value;
    }
}
