using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Runs training with as many of libtorch's threads as the work can use. The number of threads, the gradient mode and the
/// dispose scopes belong to a thread, and the caller finds its own as they were.
/// </summary>
internal static class TrainingThread
{
    // Below this many floating-point operations a step, handing work to other threads gains less than a tenth; and threads
    // that wait for each other in ever so short intervals are at their worst where other processes run too.
    private const double SharedStepFlops = 4e7;

    private static readonly Lock DefaultNumber = new();

    /// <summary>Runs a function and returns or throws what it did.</summary>
    /// <param name="stepFlops">Floating-point operations of one optimisation step.</param>
    /// <param name="train">What to run.</param>
    public static T Run<T>(double stepFlops, Func<T> train) =>
        stepFlops < SharedStepFlops ? RunOnOneThread(train) : RunWithTheCallersThreads(train);

    /// <summary>
    /// On the caller's thread: each thread that asks libtorch for help gets a team of threads of its own, and a second team
    /// beside the caller's takes the processors from it and keeps both from waiting awake, half as fast again.
    /// </summary>
    private static T RunWithTheCallersThreads<T>(Func<T> train)
    {
        // Both as a new thread has them, whatever mode the caller is in.
        using var ordinary = inference_mode(false);
        using var gradients = enable_grad();
        return train();
    }

    /// <summary>On a thread of its own, since what sets the number of threads for a single one sets it for good.</summary>
    private static T RunOnOneThread<T>(Func<T> train)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        using var threadsAreSet = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            try
            {
                // A thread takes the default over when it first asks; after that its own number stays.
                _ = get_num_threads();
                set_num_threads(1);
                threadsAreSet.Set();
                result = train();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                threadsAreSet.Set();
            }
        })
        {
            IsBackground = true,
            Name = "VaeTransforms training",
        };

        // libtorch also keeps the last number set as the default of threads to come, so it is set back at once; one fit at a
        // time, or a second would take the first one's number for the default.
        lock (DefaultNumber)
        {
            int callersThreads = get_num_threads();
            thread.Start();
            threadsAreSet.Wait();
            set_num_threads(callersThreads);
        }

        thread.Join();
        failure?.Throw();
        return result!;
    }
}
