namespace VaeTransforms.Orleans;

/// <summary>
/// A piece of a grain's work that its callers wait for in short calls, so that a silo that is gone is noticed soon and no call
/// has to outlive the one that answers it.
/// </summary>
internal sealed class LongCall<T>
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private Task<T>? _task;
    private int _number;

    /// <summary>Begins the work if it has not begun, and waits for a while.</summary>
    /// <param name="number">Which piece it is.</param>
    /// <param name="start">Begins it.</param>
    public async Task<Answer<T>> WaitAsync(int number, Func<Task<T>> start)
    {
        if (_task is null || _number != number)
        {
            (_number, _task) = (number, start());
        }

        Task<T> task = _task;
        await Task.WhenAny(task, Task.Delay(MaxWait));
        if (!task.IsCompleted)
        {
            return Answer<T>.Later;
        }

        try
        {
            return new Answer<T>(true, await task, null);
        }
        catch (Exception e)
        {
            // Another call begins again.
            _task = _task == task ? null : _task;
            return new Answer<T>(false, default, Failure.Of(e));
        }
    }
}
