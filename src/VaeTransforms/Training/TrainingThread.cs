using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Runs training on a thread of its own, with as many of libtorch's threads as the work can use. The number of threads,
/// the gradient mode and the dispose scopes belong to a thread, so the caller's are never touched.
/// </summary>
internal static class TrainingThread
{
    // Below this many floating-point operations a step, handing work to other threads costs more than it saves; and
    // threads that wait for each other in ever so short intervals are at their worst where other processes run too.
    private const double SharedStepFlops = 1e8;

    private static readonly Lock DefaultNumber = new();

    /// <summary>Runs a function and returns or throws what it did.</summary>
    /// <param name="stepFlops">Floating-point operations of one optimisation step.</param>
    /// <param name="train">What to run.</param>
    public static T Run<T>(double stepFlops, Func<T> train)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        using var threadsAreSet = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            try
            {
                // A thread takes the default over when it first asks; after that its own number stays.
                int all = get_num_threads();
                set_num_threads(stepFlops < SharedStepFlops ? 1 : all);
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
