using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>
/// Rows in, outputs out, through inputs and outputs bound once. Not thread-safe: each cursor and each row mapper has
/// its own.
/// </summary>
internal sealed class BatchScorer : IDisposable
{
    private readonly SessionHandle _session;
    private readonly RowBuffer[] _inputs;
    private readonly RowBuffer?[] _outputs;
    private readonly RunOptions _options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    // The binding of a full batch stays; that of a partial one, usually the last of a pass, is replaced when its size changes.
    private BufferBinding? _full;
    private BufferBinding? _partial;
    private int _computedRows;
    private bool _disposed;

    /// <param name="session">The graph's session; its owner disposes it.</param>
    /// <param name="capacity">The most rows a call may hold.</param>
    /// <param name="inputs">The graph's inputs.</param>
    /// <param name="outputs">The graph's outputs.</param>
    public BatchScorer(SessionHandle session, int capacity, RowBuffer[] inputs, IEnumerable<(VaeOutputs Output, RowBuffer Buffer)> outputs)
    {
        _session = session;
        _inputs = inputs;
        Capacity = capacity;
        _outputs = new RowBuffer?[BitOperations.Log2((uint)TensorNames.Known) + 1];
        foreach ((VaeOutputs output, RowBuffer buffer) in outputs)
        {
            _outputs[BitOperations.Log2((uint)output)] = buffer;
        }
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

    /// <summary>Computes the outputs of the first rows.</summary>
    /// <param name="rows">From 1 to <see cref="Capacity"/>.</param>
    /// <exception cref="ObjectDisposedException">This batch or the scorer that made it is disposed.</exception>
    public void Run(int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        _computedRows = 0;
        Binding(rows).Run(_session, _options);
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
        _full?.Dispose();
        _partial?.Dispose();
        _options.Dispose();
    }

    private BufferBinding Binding(int rows)
    {
        if (rows == Capacity)
        {
            return _full ??= Bind(rows);
        }

        if (_partial?.Rows != rows)
        {
            _partial?.Dispose();
            _partial = null;
            _partial = Bind(rows);
        }

        return _partial;
    }

    private BufferBinding Bind(int rows) => new(_session, _inputs, _outputs.OfType<RowBuffer>(), rows);
}
