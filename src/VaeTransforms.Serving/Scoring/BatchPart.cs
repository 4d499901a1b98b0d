using Microsoft.ML.OnnxRuntime;

namespace VaeTransforms.Scoring;

/// <summary>Some rows of a batch that are computed in one call. They are bound once for all calls with as many rows.</summary>
/// <param name="session">The graph's session; its owner disposes it.</param>
/// <param name="inputs">Of the whole batch.</param>
/// <param name="outputs">Of the whole batch.</param>
/// <param name="start">The first of the rows.</param>
/// <param name="capacity">The largest number of rows, from 1.</param>
internal sealed class BatchPart(SessionHandle session, RowBuffer[] inputs, RowBuffer[] outputs, int start, int capacity)
    : IBatchPart
{
    private readonly RunOptions _options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    // The binding of all rows stays. That of fewer rows, usually the last of a pass, is replaced when their number changes.
    private BufferBinding? _full;
    private BufferBinding? _partial;

    public void Run(int rows) => Binding(Math.Min(rows, capacity)).Run(session, _options);

    public void Dispose()
    {
        _full?.Dispose();
        _partial?.Dispose();
        _options.Dispose();
    }

    private BufferBinding Binding(int rows)
    {
        if (rows == capacity)
        {
            return _full ??= new BufferBinding(session, inputs, outputs, start, rows);
        }

        if (_partial?.Rows != rows)
        {
            _partial?.Dispose();
            _partial = null;
            _partial = new BufferBinding(session, inputs, outputs, start, rows);
        }

        return _partial;
    }
}
