using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>An input row with the columns of a model. It is scored when the first of their values is read.</summary>
/// <remarks>Disposing it disposes the input row, as <see cref="IRowToRowMapper"/> requires.</remarks>
internal sealed class ScoredRow(VaeBinding binding, bool[] active, DataViewRow input) : DataViewRow
{
    private RowReader? _features;
    private VaeOutputs _requested;

    private BatchScorer? _scorer;
    private VaeOutputs _computed;
    private long _scoredPosition = -1;
    private bool _disposed;

    public override DataViewSchema Schema => binding.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw TypedGetter.Inactive(column);
        }

        if (binding.Passed(column) is { } passed)
        {
            return input.GetGetter<TValue>(passed);
        }

        OutputColumn added = binding.Added(column);
        ValueGetter<TValue> getter = TypedGetter.Of<TValue>(binding.CreateGetter(added, ValuesOf), column);

        // A PredictionEngine makes every column active, and then creates getters for the columns of its class. So the getters
        // show which outputs are needed.
        _requested |= added.Output;
        return getter;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _scorer?.Dispose();
            input.Dispose();
        }

        base.Dispose(disposing);
    }

    private ReadOnlySpan<float> ValuesOf(VaeOutputs output)
    {
        DisposedOwner.ThrowIf(_disposed, binding.Scorer.Owner);

        // Not HasFlag, which allocates until the just-in-time compiler optimizes this method.
        if (_scoredPosition != input.Position || (_computed & output) == VaeOutputs.None)
        {
            Score();
        }

        return _scorer!.Output(output, 0);
    }

    private void Score()
    {
        if (input.Position < 0)
        {
            throw TypedGetter.NoRow();
        }

        if (_scorer is null || _computed != _requested)
        {
            BatchScorer scorer = binding.Scorer.CreateColumns(_requested, 1);
            _scorer?.Dispose();
            (_scorer, _computed) = (scorer, _requested);
        }

        _scoredPosition = -1;
        _features ??= binding.Inputs.CreateReader(input);
        _features.Read(_scorer.Input(0));
        _scorer.Run(1);
        _scoredPosition = input.Position;
    }
}
