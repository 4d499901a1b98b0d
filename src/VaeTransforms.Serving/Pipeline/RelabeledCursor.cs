using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>The cursor of the source with the output schema, for callers that need none of the added columns.</summary>
internal sealed class RelabeledCursor(VaeBinding binding, bool[] active, DataViewRowCursor source) : DataViewRowCursor
{
    public override DataViewSchema Schema => binding.OutputSchema;

    public override long Position => source.Position;

    public override long Batch => source.Batch;

    public override bool MoveNext() => source.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        IsColumnActive(column) && binding.Passed(column) is { } passed
            ? source.GetGetter<TValue>(passed)
            : throw TypedGetter.Inactive(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
