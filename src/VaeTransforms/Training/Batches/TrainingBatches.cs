using TorchSharp;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Rows as the network takes them: gathered, normalized, with a mask a 1 for each value that is there and a 0 for each that is
/// missing, and each with a 1 at its end, which a layer multiplies by its biases.
/// </summary>
/// <remarks>
/// Computed by libtorch, whose threads share the work. Its tensors belong to the dispose scope that it is made in.
/// </remarks>
internal sealed class TrainingBatches
{
    // 256 MB. Rows prepared once save three passes over every batch; beyond this size memory matters more.
    private const long MaxPreparedValues = 1L << 26;

    private const long ChunkRows = 4096;

    private static readonly TorchOps Ops = new();

    private readonly Tensor _rows;
    private readonly Normalization _normalization;
    private readonly Dictionary<string, Tensor> _weights;
    private readonly bool _hasMask;
    private readonly Tensor? _prepared;

    /// <param name="rows">In the input's own units; read where they are.</param>
    /// <param name="normalization">How each feature is normalized.</param>
    /// <param name="hasMask">Whether values may be missing, as NaN.</param>
    /// <param name="maxPrepared">Rows of at most this many values are prepared once.</param>
    public TrainingBatches(
        RowMatrix rows, LearnedNormalization normalization, bool hasMask = false, long maxPrepared = MaxPreparedValues)
    {
        _rows = frombuffer(rows.Values, float32).view(-1, rows.Width);
        _normalization = normalization.Normalization;
        _weights = normalization.Arrays.ToDictionary(array => array.Key, array => tensor(array.Value));
        _hasMask = hasMask;
        _prepared = rows.Values.LongLength <= maxPrepared ? Prepared() : null;
    }

    /// <summary>Some rows.</summary>
    /// <param name="indices">Which, [n].</param>
    /// <returns>[n, D + 1], or with a mask [n, D + D + 1].</returns>
    public Tensor Read(Tensor indices)
    {
        if (_prepared is not null)
        {
            return _prepared.index_select(0, indices);
        }

        using DisposeScope scope = NewDisposeScope();
        return Prepared(_rows.index_select(0, indices)).MoveToOuterDisposeScope();
    }

    /// <summary>Rows that are not among these.</summary>
    /// <param name="rows">In the input's own units, [n, D].</param>
    /// <returns>As <see cref="Read"/> gives them.</returns>
    public Tensor Prepared(Tensor rows)
    {
        Tensor batch = ones([rows.shape[0], Width], float32, CPU);
        using DisposeScope scope = NewDisposeScope();
        Prepare(rows, batch);
        return batch;
    }

    private long Width => (_hasMask ? 2 * _rows.shape[1] : _rows.shape[1]) + 1;

    /// <summary>All rows, [rows, width]. In chunks, so that what is computed on the way stays small.</summary>
    private Tensor Prepared()
    {
        long count = _rows.shape[0];
        Tensor prepared = ones([count, Width], float32, CPU);
        for (long start = 0; start < count; start += ChunkRows)
        {
            using DisposeScope scope = NewDisposeScope();
            long size = Math.Min(ChunkRows, count - start);
            Prepare(_rows.narrow(0, start, size), prepared.narrow(0, start, size));
        }

        return prepared;
    }

    /// <summary>Writes normalized rows beside the ones.</summary>
    /// <param name="rows">[n, D].</param>
    /// <param name="target">[n, width].</param>
    private void Prepare(Tensor rows, Tensor target)
    {
        using var noGradients = no_grad();
        long slots = rows.shape[1];
        if (!_hasMask)
        {
            target.narrow(1, 0, slots).copy_(_normalization.Normalize(Ops, rows, _weights));
            return;
        }

        Tensor observed = rows.isnan().logical_not();
        Tensor normalized = _normalization.Normalize(Ops, rows.nan_to_num(0), _weights);
        target.narrow(1, 0, slots).copy_(where(observed, normalized, Ops.Number(0)));
        target.narrow(1, slots, slots).copy_(observed);
    }
}
