using System.Collections.Concurrent;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>Buffers of one row that no caller uses at the moment: as many as there were callers at once. Thread-safe.</summary>
internal sealed class SpareRows : IDisposable
{
    private readonly ConcurrentDictionary<VaeOutputs, ConcurrentBag<BatchScorer>> _spare = [];
    private volatile bool _disposed;

    /// <summary>A buffer for some outputs; null if all are in use.</summary>
    public BatchScorer? Take(VaeOutputs outputs) =>
        _spare.TryGetValue(outputs, out ConcurrentBag<BatchScorer>? rows) && rows.TryTake(out BatchScorer? row) ? row : null;

    /// <summary>Takes a buffer back.</summary>
    public void Keep(VaeOutputs outputs, BatchScorer row)
    {
        _spare.GetOrAdd(outputs, _ => []).Add(row);
        if (_disposed)
        {
            Clear();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Clear();
    }

    private void Clear()
    {
        foreach (ConcurrentBag<BatchScorer> rows in _spare.Values)
        {
            while (rows.TryTake(out BatchScorer? row))
            {
                row.Dispose();
            }
        }
    }
}
