using TorchSharp;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>The training rows of one epoch, in the order in which they are trained on.</summary>
internal abstract class EpochRows : IDisposable
{
    /// <summary>The next rows, as the network takes them, and what is beside them.</summary>
    /// <param name="count">How many, n.</param>
    /// <returns>
    /// [n, width], and the weights and labels as <see cref="ITrainingSteps.Take"/> takes them, in the caller's dispose scope;
    /// null for a weight of 1 each and no labels.
    /// </returns>
    public abstract (Tensor Rows, Tensor? Sides) Take(long count);

    /// <summary>Leaves out rows that were trained on before.</summary>
    /// <param name="count">How many.</param>
    public abstract void Skip(long count);

    /// <summary>Ends the epoch after its last row.</summary>
    /// <exception cref="InvalidOperationException">The rows are others than in the epochs before.</exception>
    public virtual void Complete()
    {
    }

    public abstract void Dispose();
}

/// <summary>Rows that are in memory.</summary>
/// <param name="order">Indices of the rows, [rows]; its owner is the dispose scope that the epoch is in.</param>
/// <param name="batches">All rows.</param>
/// <param name="sides">The weights and labels of all rows; null for a weight of 1 each and no labels.</param>
internal sealed class OrderedRows(Tensor order, TrainingBatches batches, Tensor? sides) : EpochRows
{
    private long _position;

    public override (Tensor Rows, Tensor? Sides) Take(long count)
    {
        Tensor places = order.narrow(0, _position, count);
        _position += count;
        return (batches.Read(places), sides?.index_select(0, places));
    }

    public override void Skip(long count) => _position += count;

    /// <summary>The rows are those of the fit.</summary>
    public override void Dispose()
    {
    }
}

/// <summary>Rows that are read while they are trained on.</summary>
/// <param name="flow">Where they come from; disposed with the epoch.</param>
/// <param name="batches">What normalizes them.</param>
/// <param name="width">Values in a row, D.</param>
/// <param name="factors">What is made of the sides of rows; null for a weight of 1 each and no labels.</param>
internal sealed class FlowingRows(
    IRowFlow flow, TrainingBatches batches, int width, SideFactors? factors) : EpochRows
{
    private float[] _rows = [];
    private RowSide[] _sides = [];

    public override (Tensor Rows, Tensor? Sides) Take(long count)
    {
        Fill(count);
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = batches.Prepared(tensor(_rows.AsMemory(0, (int)count * width), [count, width]));
        Tensor? sides = factors?.Beside(new ArraySegment<RowSide>(_sides, 0, (int)count)).MoveToOuterDisposeScope();
        return (rows.MoveToOuterDisposeScope(), sides);
    }

    public override void Skip(long count)
    {
        const int Part = 1024;
        for (; count > 0; count -= Part)
        {
            Fill(Math.Min(Part, count));
        }
    }

    public override void Complete() => flow.Complete();

    public override void Dispose() => flow.Dispose();

    private void Fill(long count)
    {
        if (_sides.Length < count)
        {
            (_rows, _sides) = (new float[count * width], new RowSide[count]);
        }

        flow.Read(_rows.AsSpan(0, (int)count * width), _sides.AsSpan(0, (int)count));
    }
}
