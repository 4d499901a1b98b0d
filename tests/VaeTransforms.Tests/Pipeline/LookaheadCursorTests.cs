using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Pipeline;

public sealed class LookaheadCursorTests : IDisposable
{
    private readonly SampleModel _model = new();
    private readonly CountingView _source = new(SampleRow.View(100));
    private readonly IDataView _view;
    private readonly DataViewRowCursor _cursor;

    public LookaheadCursorTests()
    {
        _view = _model.Transform(_source);
        _cursor = _view.GetRowCursor([_view.Schema["Id"], _view.Schema["Sparse"], _view.Schema["Latent"], _view.Schema["Score"]]);
    }

    public void Dispose()
    {
        _cursor.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void Getters_throw_before_the_first_row_and_after_the_last()
    {
        ValueGetter<float> score = _cursor.GetGetter<float>(_view.Schema["Score"]);
        ValueGetter<int> passed = _cursor.GetGetter<int>(_view.Schema["Id"]);
        ValueGetter<DataViewRowId> rowId = _cursor.GetIdGetter();
        AssertNoRow();

        while (_cursor.MoveNext())
        {
            Value(score);
        }

        AssertNoRow();

        void AssertNoRow()
        {
            Assert.Equal(-1, _cursor.Position);
            Assert.Throws<InvalidOperationException>(() => Value(score));
            Assert.Throws<InvalidOperationException>(() => Value(passed));
            Assert.Throws<InvalidOperationException>(() => Value(rowId));
        }
    }

    [Fact]
    public void Getters_can_be_created_between_rows()
    {
        for (int i = 0; i <= 20; i++)
        {
            Assert.True(_cursor.MoveNext());
        }

        Assert.Equal(20, _cursor.Position);
        Assert.Equal(20, Value(_cursor.GetGetter<int>(_view.Schema["Id"])));
        Assert.Equal(
            _model.Expected(SampleRow.Create(100)[20].Features).Score,
            Value(_cursor.GetGetter<float>(_view.Schema["Score"])),
            1e-4f);
    }

    [Fact]
    public void A_column_that_is_not_active_has_no_getter()
    {
        Assert.False(_cursor.IsColumnActive(_view.Schema["Text"]));
        Assert.False(_cursor.IsColumnActive(_view.Schema["Reconstruction"]));
        Assert.Throws<InvalidOperationException>(() => _cursor.GetGetter<ReadOnlyMemory<char>>(_view.Schema["Text"]));
        Assert.Contains(
            "'Reconstruction'",
            Assert.Throws<InvalidOperationException>(
                () => _cursor.GetGetter<VBuffer<float>>(_view.Schema["Reconstruction"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_getter_of_the_wrong_type_is_refused_with_both_types()
    {
        string message = Assert.Throws<InvalidOperationException>(() => _cursor.GetGetter<double>(_view.Schema["Score"])).Message;
        Assert.All(
            new[] { "'Score'", "System.Single", "System.Double" },
            fact => Assert.Contains(fact, message, StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => _cursor.GetGetter<float>(_view.Schema["Id"]));
        Assert.Throws<InvalidOperationException>(() => _cursor.GetGetter<float>(_view.Schema["Latent"]));
    }

    [Fact]
    public void A_column_of_another_schema_is_refused() =>
        Assert.Throws<ArgumentException>(
            () => _view.GetRowCursor([_source.Schema["Id"], SampleRow.View(1).Schema[0], Foreign()]));

    [Fact]
    public void Disposing_it_early_disposes_the_source_and_ends_it()
    {
        ValueGetter<int> id = _cursor.GetGetter<int>(_view.Schema["Id"]);
        _cursor.MoveNext();

        _cursor.Dispose();
        _cursor.Dispose();

        Assert.Equal(0, _source.OpenCursors);
        Assert.False(_cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => Value(id));
    }

    [Fact]
    public void Reading_to_the_end_disposes_the_source()
    {
        while (_cursor.MoveNext())
        {
        }

        Assert.Equal(0, _source.OpenCursors);
        Assert.False(_cursor.MoveNext());
    }

    [Fact]
    public void A_scorer_that_is_disposed_leaves_no_cursor_open()
    {
        _cursor.Dispose();
        _model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _view.GetRowCursor([_view.Schema["Score"]]));
        Assert.Throws<ObjectDisposedException>(() => _view.GetRowCursorSet([_view.Schema["Score"]], 4));
        Assert.Equal(0, _source.OpenCursors);
    }

    [Fact]
    public void Two_cursors_over_one_view_do_not_disturb_each_other()
    {
        using DataViewRowCursor other = _view.GetRowCursor([_view.Schema["Score"]]);
        ValueGetter<float> score = _cursor.GetGetter<float>(_view.Schema["Score"]);
        ValueGetter<float> otherScore = other.GetGetter<float>(_view.Schema["Score"]);
        for (int i = 0; i < 30; i++)
        {
            other.MoveNext();
        }

        float ahead = Value(otherScore);
        while (_cursor.MoveNext() && _cursor.Position < 29)
        {
        }

        Assert.Equal(ahead, Value(score));
    }

    [Fact]
    public void Rows_keep_the_ids_that_the_source_gave_them()
    {
        using DataViewRowCursor source = _source.GetRowCursor([]);
        ValueGetter<DataViewRowId> expected = source.GetIdGetter();
        ValueGetter<DataViewRowId> actual = _cursor.GetIdGetter();
        while (source.MoveNext())
        {
            Assert.True(_cursor.MoveNext());
            Assert.Equal(Value(expected), Value(actual));
            Assert.Equal(source.Batch, _cursor.Batch);
        }
    }

    [Fact]
    public void A_vector_belongs_to_the_caller()
    {
        _cursor.MoveNext();
        _cursor.MoveNext();

        AssertOwn(_cursor.GetGetter<VBuffer<float>>(_view.Schema["Latent"]));
        AssertOwn(_cursor.GetGetter<VBuffer<double>>(_view.Schema["Sparse"]));

        static void AssertOwn<T>(ValueGetter<VBuffer<T>> getter)
        {
            VBuffer<T> value = Value(getter);
            T[] expected = [.. value.DenseValues()];
            VBufferEditor.CreateFromBuffer(ref value).Values.Clear();

            Assert.NotEqual(expected, value.DenseValues());
            Assert.Equal(expected, Value(getter).DenseValues());
        }
    }

    [Fact]
    public void An_error_in_the_source_reaches_the_caller_and_ends_the_cursor()
    {
        _source.FailAtRow = 50;
        ValueGetter<int> id = _cursor.GetGetter<int>(_view.Schema["Id"]);

        // Rows 0 to 15 are the first batch. Row 50 is in the second.
        for (int i = 0; i < 16; i++)
        {
            Assert.True(_cursor.MoveNext());
        }

        Assert.Throws<FormatException>(() => _cursor.MoveNext());
        Assert.False(_cursor.MoveNext());
        Assert.Equal(0, _source.OpenCursors);
        Assert.Throws<InvalidOperationException>(() => Value(id));
    }

    private static TValue Value<TValue>(ValueGetter<TValue> getter)
    {
        TValue value = default!;
        getter(ref value);
        return value;
    }

    private static DataViewSchema.Column Foreign()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Foreign", NumberDataViewType.Int32);
        return builder.ToSchema()[0];
    }
}
