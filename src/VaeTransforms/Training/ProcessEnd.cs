namespace VaeTransforms.Training;

/// <summary>
/// Ends a training when the process ends: libtorch frees what it needs on the way out, and a step that is still in it throws.
/// </summary>
/// <remarks>
/// A fit on a background thread does not keep a process alive. It is canceled, so that it leaves its checkpoint, and its thread
/// then stands still, because the caller could do nothing with an exception any more.
/// </remarks>
internal sealed class ProcessEnd : IDisposable
{
    // A step takes far less; one that does not end must not keep the process.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _cancellation;
    private readonly ManualResetEventSlim _stopped = new();
    private int _thread;
    private volatile bool _hasBegun;

    /// <param name="cancellation">What the caller cancels by.</param>
    public ProcessEnd(CancellationToken cancellation)
    {
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Runs a training.</summary>
    /// <param name="train">Takes the token that ends it. Runs on any thread.</param>
    public T Run<T>(Func<CancellationToken, T> train)
    {
        try
        {
            return train(_cancellation.Token);
        }
        catch (OperationCanceledException) when (_hasBegun)
        {
            _stopped.Set();
            Thread.Sleep(Timeout.Infinite);
            throw;
        }
    }

    /// <summary>Says that the thread that calls is the one that trains: it may itself end the process, in a callback.</summary>
    public void Enter() => _thread = Environment.CurrentManagedThreadId;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _stopped.Set();
        _cancellation.Dispose();
    }

    private void OnExit(object? sender, EventArgs e)
    {
        if (_thread == Environment.CurrentManagedThreadId)
        {
            return;
        }

        _hasBegun = true;
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The training has ended meanwhile.
            return;
        }

        _stopped.Wait(Patience);
    }
}
