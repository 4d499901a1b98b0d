using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>
/// Rows in, outputs out, through inputs and outputs bound once. Not thread-safe: each cursor and each row mapper has
/// its own.
/// </summary>
/// <remarks>
/// A batch may have parts that are computed side by side, each by one thread. Compared with threads that share each of the
/// graph's operations, nobody waits for anybody between two operations, and the first parts are computed while the rows of
/// the next are still being written.
/// </remarks>
internal sealed class BatchScorer : IDisposable
{
    private readonly RowBuffer[] _inputs;
    private readonly RowBuffer?[] _outputs;
    private readonly RunOptions _options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    private readonly BatchPart[] _parts;
    private readonly int _partRows;

    // The parts that others compute; none between two calls of Run.
    private readonly List<Task> _begun = [];
    private int _computedRows;
    private bool _disposed;

    /// <param name="session">The graph's session; its owner disposes it.</param>
    /// <param name="capacity">The most rows a call may hold.</param>
    /// <param name="parts">How many parts a full batch has, from 1 to the capacity.</param>
    /// <param name="inputs">The graph's inputs.</param>
    /// <param name="outputs">The graph's outputs.</param>
    public BatchScorer(
        SessionHandle session, int capacity, int parts, RowBuffer[] inputs, IEnumerable<(VaeOutputs Output, RowBuffer Buffer)> outputs)
    {
        _inputs = inputs;
        Capacity = capacity;
        _outputs = new RowBuffer?[BitOperations.Log2((uint)TensorNames.Known) + 1];
        foreach ((VaeOutputs output, RowBuffer buffer) in outputs)
        {
            _outputs[BitOperations.Log2((uint)output)] = buffer;
        }

        _partRows = (capacity + parts - 1) / parts;
        RowBuffer[] computed = [.. _outputs.OfType<RowBuffer>()];
        _parts = [.. Enumerable.Range(0, (capacity + _partRows - 1) / _partRows)
            .Select(i => i * _partRows)
            .Select(start => new BatchPart(session, inputs, computed, start, Math.Min(_partRows, capacity - start)))];
    }

    /// <summary>The most rows a call may hold.</summary>
    public int Capacity { get; }

    /// <summary>Where to write the values of a row, [D], before <see cref="Run"/>; of a decoder, [K].</summary>
    public Span<float> Input(int row) => Input(0, row);

    /// <summary>Where to write a row's values of one of several inputs, in the order in which the graph has them.</summary>
    public Span<float> Input(int input, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Capacity, nameof(row));
        return _inputs[input].Row(row);
    }

    /// <summary>
    /// Says that the first rows are written and will stay so until <see cref="Run"/>, which need not wait for the parts that
    /// they fill. Never asked for; may be said after each row.
    /// </summary>
    /// <param name="rows">At most as many as <see cref="Run"/> will be called with.</param>
    /// <exception cref="ObjectDisposedException">This batch is disposed.</exception>
    public void Written(int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        // Never the last part, which is the caller's own.
        if (_begun.Count < _parts.Length - 1 && (_begun.Count + 1) * _partRows <= rows)
        {
            BatchPart part = _parts[_begun.Count];
            _begun.Add(Task.Run(() => part.Run(_partRows, _options)));
        }
    }

    /// <summary>Computes the outputs of the first rows.</summary>
    /// <param name="rows">From 1 to <see cref="Capacity"/>.</param>
    /// <exception cref="ObjectDisposedException">This batch or the scorer that made it is disposed.</exception>
    public void Run(int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        _computedRows = 0;
        try
        {
            int last = (rows - 1) / _partRows;
            while (_begun.Count < last)
            {
                Written((_begun.Count + 1) * _partRows);
            }

            if (_begun.Count == last)
            {
                _parts[last].Run(rows - (last * _partRows), _options);
            }

            _begun.ForEach(part => part.GetAwaiter().GetResult());
        }
        finally
        {
            WaitForParts();
        }

        _computedRows = rows;
    }

    /// <summary>A row's values of one output after <see cref="Run"/>: [K], [D] or [1]. Valid until the next call.</summary>
    /// <param name="output">One of the outputs that the batch was created for.</param>
    /// <param name="row">One of the rows that the last call computed.</param>
    public ReadOnlySpan<float> Output(VaeOutputs output, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_computedRows, nameof(row));
        RowBuffer? buffer = BitOperations.IsPow2((int)output) && output <= TensorNames.Known ? _outputs[BitOperations.Log2((uint)output)] : null;
        return buffer is not null ? buffer.Row(row) : throw new ArgumentException(
            $"The batch does not compute '{output}' as one output. Name it when the batch is created.", nameof(output));
    }

    /// <summary>Frees the bindings; the session stays with the scorer.</summary>
    public void Dispose()
    {
        _disposed = true;
        _computedRows = 0;
        WaitForParts();
        Array.ForEach(_parts, part => part.Dispose());
        _options.Dispose();
    }

    // Whether they failed or not: they use what is to be used again or disposed of.
    private void WaitForParts()
    {
        foreach (Task part in _begun)
        {
            part.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }

        _begun.Clear();
    }
}
