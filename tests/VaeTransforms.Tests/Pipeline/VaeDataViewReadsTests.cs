using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Pipeline;

/// <summary>What a view reads from its source.</summary>
public sealed class VaeDataViewReadsTests : IDisposable
{
    private readonly SampleModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_source_that_can_shuffle_gets_the_random_generator()
    {
        var source = new CountingView(Views.Context.Data.Cache(SampleRow.View(3)));
        var random = new Random(1);
        IDataView scored = _model.Transform(source);

        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]], random);

        Assert.True(scored.CanShuffle);
        Assert.Same(random, source.Rand);
    }

    [Fact]
    public void Nothing_is_scored_and_nothing_read_if_no_added_column_is_active()
    {
        var source = new CountingView(SampleRow.View(100));

        // The scorer throws from here on.
        IDataView scored = _model.Transform(source);
        _model.Dispose();

        Assert.Equal(Enumerable.Range(0, 100), scored.GetColumn<int>("Id"));
        Assert.Equal(["Id"], source.ActiveColumns);
        Assert.Equal(100, source.Reads["Id"]);
        Assert.Equal(100, source.Reads.Values.Sum());
    }

    [Fact]
    public void Only_active_columns_are_read_and_each_once_per_row()
    {
        var source = new CountingView(SampleRow.View(100));

        IDataView scored = _model.Transform(source);

        _ = scored.GetColumn<float>("Score").Count();
        Array.ForEach(scored.GetRowCursorSet([scored.Schema["Score"]], 4), cursor => cursor.Dispose());

        Assert.Equal(["Features"], source.ActiveColumns);
        Assert.Equal(100, source.Reads["Features"]);
        Assert.Equal(100, source.Reads.Values.Sum());
    }

    [Fact]
    public void Only_a_few_rows_are_scored_if_the_caller_takes_a_few()
    {
        var source = new CountingView(SampleRow.View(1000));
        using var model = new SampleModel(batchRows: 512);

        _ = model.Transform(source).GetColumn<float>("Score").Take(3).Count();

        Assert.Equal(16, source.Reads["Features"]);
        Assert.Equal(0, source.OpenCursors);
    }
}
