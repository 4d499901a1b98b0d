using Microsoft.ML;

namespace VaeTransforms.Orleans;

/// <summary>What the grains of a silo share.</summary>
/// <param name="facts">Of the silo.</param>
/// <param name="workers">How many pieces of work are computed at once, each by one thread.</param>
internal sealed class SiloWorkplace(SiloFacts facts, int workers) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(workers);

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

    public void Dispose() => _turns.Dispose();
}
