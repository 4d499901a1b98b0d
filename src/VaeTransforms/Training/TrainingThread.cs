using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Runs training with as many of libtorch's threads as the work can use. The number of threads, the gradient mode and the
/// dispose scopes belong to a thread, and the caller finds its own as they were.
/// </summary>
internal static class TrainingThread
{
    // Below this many floating-point operations per step, more threads gain less than a tenth. Threads that wait for each other
    // at very short intervals also suffer most where other processes run.
    private const double SharedStepFlops = 4e7;

    private static readonly Lock DefaultNumber = new();

    /// <summary>Runs a function, and returns what it returns or throws what it throws.</summary>
    /// <param name="stepFlops">Floating-point operations of one optimization step.</param>
    /// <param name="train">What to run.</param>
    public static T Run<T>(double stepFlops, Func<T> train) =>
        stepFlops < SharedStepFlops ? RunOnOneThread(train) : RunWithTheCallersThreads(train);

    /// <summary>
    /// On the caller's thread. libtorch gives each calling thread its own team of threads; a second team beside the caller's
    /// competes for the processors, and steps take half as long again.
    /// </summary>
    private static T RunWithTheCallersThreads<T>(Func<T> train)
    {
        // As a new thread has them, whatever mode the caller is in.
        using var ordinary = inference_mode(false);
        using var gradients = enable_grad();
        return train();
    }

    /// <summary>On a thread of its own: a thread's number of libtorch threads cannot be set back.</summary>
    private static T RunOnOneThread<T>(Func<T> train)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        using var threadsAreSet = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            try
            {
                // The first call takes over the default; after it the thread keeps its own number.
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

        // The last number set also becomes the default of new threads, so it is set back at once. One fit at a time: a second
        // would take the first one's number for the default.
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
