using Microsoft.ML;
using VaeTransforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>A source and the columns that a model adds. They are computed in batches while rows are read.</summary>
/// <param name="source">A view with the input schema of the binding.</param>
/// <param name="binding">The columns and the model.</param>
/// <param name="batchRows">The maximum number of rows that are read ahead and scored in one call, from 1.</param>
internal sealed class VaeDataView(IDataView source, VaeBinding binding, int batchRows) : IDataView
{
    public DataViewSchema Schema => binding.OutputSchema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = binding.Active(columnsNeeded);
        return Wrap([source.GetRowCursor(binding.Dependencies(active), CanShuffle ? rand : null)], active)[0];
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = binding.Active(columnsNeeded);
        return Wrap(source.GetRowCursorSet(binding.Dependencies(active), n, CanShuffle ? rand : null), active);
    }

    private DataViewRowCursor[] Wrap(DataViewRowCursor[] cursors, bool[] active)
    {
        try
        {
            return Array.ConvertAll(cursors, cursor => Wrap(cursor, active));
        }
        catch
        {
            Array.ForEach(cursors, cursor => cursor.Dispose());
            throw;
        }
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, bool[] active)
    {
        VaeOutputs outputs = binding.Outputs(active);
        return outputs == VaeOutputs.None
            ? new RelabeledCursor(binding, active, cursor)
            : new LookaheadCursor(binding, active, cursor, binding.CreateBatch(active, batchRows));
    }
}
