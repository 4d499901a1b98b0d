using System.Numerics;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>
/// Rows in, outputs out, through inputs and outputs bound once. Not thread-safe: each cursor and each row mapper has
/// its own.
/// </summary>
/// <remarks>
/// A batch may have parts that are computed at the same time, each by one thread. Unlike threads that share each operation of the
/// graph, they do not wait for each other between two operations, and one part can be computed while the rows of another are
/// written or read.
/// </remarks>
internal sealed class BatchScorer : IDisposable
{
    private readonly RowBuffer[] _inputs;
    private readonly RowBuffer?[] _outputs;
    private readonly IBatchPart[] _parts;
    private readonly Task[] _begun;
    private readonly int[] _rowsBegun;
    private readonly string _owner;
    private int _firstComputed;
    private int _computedRows;
    private bool _disposed;

    /// <param name="session">The graph's session; its owner disposes it.</param>
    /// <param name="capacity">The largest number of rows in a call.</param>
    /// <param name="parts">How many parts a full batch has, from 1 to the capacity.</param>
    /// <param name="inputs">The graph's inputs.</param>
    /// <param name="outputs">The graph's outputs.</param>
    public BatchScorer(
        SessionHandle session,
        int capacity,
        int parts,
        RowBuffer[] inputs,
        IEnumerable<(VaeOutputs Output, RowBuffer Buffer)> outputs)
        : this(capacity, (capacity + parts - 1) / parts, inputs, outputs, session.Owner, (computed, start, rows) =>
            new BatchPart(session, inputs, computed, start, rows))
    {
    }

    /// <summary>A batch of one row.</summary>
    /// <param name="program">Computes it.</param>
    /// <param name="inputs">The program's inputs.</param>
    /// <param name="outputs">The program's outputs.</param>
    /// <param name="owner">The type that disposes the scorer, as messages name it.</param>
    /// <param name="isClosed">Whether the scorer is disposed.</param>
    public BatchScorer(
        RowProgram program,
        RowBuffer[] inputs,
        IEnumerable<(VaeOutputs Output, RowBuffer Buffer)> outputs,
        string owner,
        Func<bool> isClosed)
        : this(1, 1, inputs, outputs, owner, (computed, _, _) => new RowPart(program, inputs, computed, owner, isClosed))
    {
    }

    private BatchScorer(
        int capacity,
        int partRows,
        RowBuffer[] inputs,
        IEnumerable<(VaeOutputs Output, RowBuffer Buffer)> outputs,
        string owner,
        Func<RowBuffer[], int, int, IBatchPart> createPart)
    {
        _inputs = inputs;
        _owner = owner;
        Capacity = capacity;
        PartRows = partRows;
        _outputs = new RowBuffer?[BitOperations.Log2((uint)TensorNames.Known) + 1];
        foreach ((VaeOutputs output, RowBuffer buffer) in outputs)
        {
            _outputs[BitOperations.Log2((uint)output)] = buffer;
        }

        RowBuffer[] computed = [.. _outputs.OfType<RowBuffer>()];
        _parts = [.. Enumerable.Range(0, (capacity + PartRows - 1) / PartRows)
            .Select(i => i * PartRows)
            .Select(start => new MeasuredPart(
                createPart(computed, start, Math.Min(PartRows, capacity - start)), computed[0], start, owner))];
        _begun = [.. _parts.Select(_ => Task.CompletedTask)];
        _rowsBegun = new int[_parts.Length];
    }

    /// <summary>The largest number of rows in a call.</summary>
    public int Capacity { get; }

    /// <summary>How many parts a full batch has.</summary>
    public int Parts => _parts.Length;

    /// <summary>Rows in each part; the last may have fewer.</summary>
    public int PartRows { get; }

    /// <summary>Where to write the values of a row, [D], before <see cref="Run"/>; of a decoder, [K].</summary>
    public Span<float> Input(int row) => Input(0, row);

    /// <summary>Where to write the values of some rows, [rows · D].</summary>
    public Span<float> Inputs(int start, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity - start);
        return _inputs[0].Rows(start, rows);
    }

    /// <summary>Where to write a row's values of one of several inputs, in the graph's order.</summary>
    public Span<float> Input(int input, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Capacity, nameof(row));
        return _inputs[input].Row(row);
    }

    /// <summary>Computes the outputs of the first rows.</summary>
    /// <param name="rows">From 1 to <see cref="Capacity"/>.</param>
    /// <exception cref="ObjectDisposedException">This batch or the scorer that made it is disposed.</exception>
    public void Run(int rows)
    {
        DisposedOwner.ThrowIf(_disposed, _owner);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        _computedRows = 0;
        int last = (rows - 1) / PartRows;
        for (int part = 0; part < last; part++)
        {
            Begin(part, PartRows);
        }

        try
        {
            _parts[last].Run(rows - (last * PartRows));
        }
        finally
        {
            for (int part = 0; part < last; part++)
            {
                Finish(part);
            }
        }

        _firstComputed = 0;
        _computedRows = rows;
    }

    /// <summary>
    /// Begins to compute a part. Its rows must not change until <see cref="Finish"/>; other parts may be written and read
    /// meanwhile.
    /// </summary>
    /// <param name="part">Which, from 0; not one that is begun.</param>
    /// <param name="rows">From 1 to <see cref="PartRows"/>, the first of them at part · PartRows.</param>
    /// <exception cref="ObjectDisposedException">This batch is disposed.</exception>
    public void Begin(int part, int rows)
    {
        DisposedOwner.ThrowIf(_disposed, _owner);
        IBatchPart begun = _parts[part];
        _rowsBegun[part] = rows;
        if (Parts > 1)
        {
            _begun[part] = Task.Run(() => begun.Run(rows));
        }
        else
        {
            // Too little work for another thread.
            begun.Run(rows);
        }
    }

    /// <summary>Waits for a part, and makes its outputs readable.</summary>
    /// <param name="part">One that was begun.</param>
    /// <exception cref="ObjectDisposedException">The scorer that made this batch is disposed.</exception>
    public void Finish(int part)
    {
        _computedRows = 0;
        _begun[part].GetAwaiter().GetResult();
        _firstComputed = part * PartRows;
        _computedRows = _rowsBegun[part];
    }

    /// <summary>
    /// A row's values of one output after <see cref="Run"/> or <see cref="Finish"/>: [K], [D] or [1]. Valid until the next call.
    /// </summary>
    /// <param name="output">One of the outputs that the batch was created for.</param>
    /// <param name="row">One of the rows that the last call computed.</param>
    public ReadOnlySpan<float> Output(VaeOutputs output, int row) => Output(output, row, 1);

    /// <summary>Those of some rows, [rows · K], [rows · D] or [rows].</summary>
    /// <param name="output">One of the outputs that the batch was created for.</param>
    /// <param name="row">One of the rows that the last call computed.</param>
    /// <param name="rows">How many, from 1; the last call computed all of them.</param>
    public ReadOnlySpan<float> Output(VaeOutputs output, int row, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)(row - _firstComputed), (uint)_computedRows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _firstComputed + _computedRows - row);
        bool isOne = BitOperations.IsPow2((int)output) && output <= TensorNames.Known;
        RowBuffer? buffer = isOne ? _outputs[BitOperations.Log2((uint)output)] : null;
        return buffer is not null ? buffer.Rows(row, rows) : throw new ArgumentException(
            $"The batch does not compute '{output}' as one output. Name it when the batch is created.", nameof(output));
    }

    /// <summary>Frees the bindings; the session stays with the scorer.</summary>
    public void Dispose()
    {
        _disposed = true;
        _computedRows = 0;

        // Even if they fail: they use what is disposed next.
        foreach (Task part in _begun)
        {
            part.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }

        Array.ForEach(_parts, part => part.Dispose());
    }
}
