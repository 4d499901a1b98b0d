using System.Collections.Concurrent;
using Microsoft.ML;

namespace VaeTransforms.Orleans;

/// <summary>What the grains of a silo share.</summary>
/// <param name="facts">Of the silo.</param>
/// <param name="workers">How many pieces of work are computed at once, each by one thread.</param>
internal sealed class SiloWorkplace(SiloFacts facts, int workers) : IDisposable
{
    private const int MaxModels = 4;

    private readonly SemaphoreSlim _turns = new(workers);
    private readonly ConcurrentDictionary<string, Lazy<ITransformer>> _models = [];

    public SiloFacts Facts => facts;

    public MLContext MLContext { get; } = new();

    /// <summary>Runs a piece of work when it is its turn.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>The model of a job, loaded once.</summary>
    /// <param name="job">The name.</param>
    /// <param name="saved">As ML.NET saves it.</param>
    public ITransformer ModelOf(string job, byte[] saved)
    {
        if (_models.Count >= MaxModels && !_models.ContainsKey(job))
        {
            // Views of jobs that still run keep their models.
            _models.Clear();
        }

        return _models.GetOrAdd(job, _ => new Lazy<ITransformer>(() =>
        {
            using var stream = new MemoryStream(saved, writable: false);
            return MLContext.Model.LoadVae(stream, out DataViewSchema _);
        })).Value;
    }

    public void Dispose() => _turns.Dispose();
}
