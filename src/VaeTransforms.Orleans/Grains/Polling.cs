using System.Diagnostics;
using System.Globalization;

namespace VaeTransforms.Orleans;

/// <summary>Asks a grain until its work is done, wherever Orleans has placed it meanwhile.</summary>
internal static class Polling
{
    /// <summary>The time between a call that nobody answered and the next.</summary>
    public static readonly TimeSpan BetweenFailures = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until there is a result.</summary>
    /// <param name="call">One call.</param>
    /// <param name="maxSilence">How long no answer may come.</param>
    /// <param name="cancellation">Checked before each call.</param>
    /// <exception cref="VaeClusterException">No silo answered, or one cannot do the work.</exception>
    public static async Task<T> UntilDoneAsync<T>(
        Func<Task<Answer<T>>> call, TimeSpan maxSilence, CancellationToken cancellation)
    {
        long heard = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            (Answer<T>? answer, Exception? transient) = await TryAsync(call);
            if (transient is null)
            {
                if (answer!.IsDone)
                {
                    return answer.Value!;
                }

                heard = Stopwatch.GetTimestamp();
                continue;
            }

            if (Stopwatch.GetElapsedTime(heard) >= maxSilence)
            {
                throw new VaeClusterException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The cluster has not done any work for {maxSilence.TotalSeconds:N0} seconds. Start silos, and call ")
                        + $"again with the same Job to go on. The last error was: {transient.Message}",
                    transient);
            }

            await Task.Delay(BetweenFailures, cancellation);
        }
    }

    /// <summary>Asks once.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The answer, done or not yet; or else why there is none, although the same call may have one later.</returns>
    /// <exception cref="VaeClusterException">A silo cannot do the work.</exception>
    public static async Task<(Answer<T>? Answer, Exception? Transient)> TryAsync<T>(Func<Task<Answer<T>>> call)
    {
        try
        {
            Answer<T> answer = await call();
            return answer.Failure switch
            {
                null => (answer, null),
                { Kind: FailureKind.Transient } failure => (null, failure.ToException()),
                { } failure => throw failure.ToException(),
            };
        }
        catch (Exception e) when (Failure.IsTransient(e))
        {
            return (null, e);
        }
    }

    /// <summary>Asks until there is an answer; false if none comes. For what the result does not depend on.</summary>
    /// <param name="call">A call that may arrive more than once.</param>
    /// <param name="maxSilence">How long no answer may come.</param>
    public static async Task<bool> TryUntilAnsweredAsync(Func<Task> call, TimeSpan maxSilence)
    {
        try
        {
            return await UntilDoneAsync(
                async () =>
                {
                    await call();
                    return new Answer<bool>(true, true, null);
                },
                maxSilence,
                CancellationToken.None);
        }
        catch (VaeClusterException)
        {
            return false;
        }
    }
}
