using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>A source and the columns that a model adds. They are computed in batches while rows are read.</summary>
/// <param name="source">A view with the input schema of the binding.</param>
/// <param name="binding">The columns and the model.</param>
/// <param name="batchRows">The maximum number of rows that are read ahead and scored in one call, from 1.</param>
internal sealed class VaeDataView(IDataView source, VaeBinding binding, int batchRows) : IDataView
{
    // For all copied input columns together; 16 MB if they are Singles.
    private const long MaxBufferedValues = 1 << 22;

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
            : new LookaheadCursor(binding, active, cursor, binding.Scorer.CreateBatch(outputs, BatchRows(active, outputs)));
    }

    // The other input columns may be much wider than the features, and some outputs cost as much as many rows.
    private int BatchRows(bool[] active, VaeOutputs outputs)
    {
        TrainedVae model = binding.Scorer.Model;
        int maxRows = VaeScorer.Copies(model, outputs) == 1 && model.Scoring is null
            ? batchRows
            : Math.Min(batchRows, VaeScorer.PreferredBatchSize(model, outputs));
        long width = source.Schema
            .Where(column => active[column.Index])
            .Sum(column => (long)((column.Type as VectorDataViewType)?.Size ?? 1));
        return (int)Math.Clamp(MaxBufferedValues / Math.Max(width, 1), 1, maxRows);
    }
}
