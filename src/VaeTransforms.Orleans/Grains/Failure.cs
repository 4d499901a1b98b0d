
namespace VaeTransforms.Orleans;

/// <summary>Who can mend it.</summary>
internal enum FailureKind
{
    /// <summary>Nobody needs to: Orleans is about to place the work elsewhere.</summary>
    Transient,

    /// <summary>The caller: the data or the options are unsuitable.</summary>
    Argument,

    /// <summary>The caller: training diverged.</summary>
    Diverged,

    /// <summary>Whoever runs the silos.</summary>
    Cluster,

    /// <summary>The work was stopped.</summary>
    Stopped,
}

/// <summary>An exception as data, because its type may be one that another machine cannot read.</summary>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.Failure")]
internal sealed record Failure([property: Id(0)] FailureKind Kind, [property: Id(1)] string Message)
{
    public static Failure Of(Exception exception) => new(
        exception switch
        {
            _ when IsTransient(exception) => FailureKind.Transient,
            OperationCanceledException => FailureKind.Stopped,
            TrainingDivergedException => FailureKind.Diverged,
            ArgumentException => FailureKind.Argument,
            _ => FailureKind.Cluster,
        },
        exception is VaeClusterException or ArgumentException or TrainingDivergedException
            ? exception.Message
            : $"{exception.GetType().Name}: {exception.Message}");

    /// <summary>Whether the same call may succeed when Orleans has noticed that a silo is gone.</summary>
    public static bool IsTransient(Exception exception) =>
        exception is OrleansException or TimeoutException;

    public Exception ToException() => Kind switch
    {
        FailureKind.Argument => new ArgumentException(Message),
        FailureKind.Diverged => new TrainingDivergedException(Message),
        FailureKind.Stopped => new OperationCanceledException(Message),
        _ => new VaeClusterException(Message),
    };
}

/// <summary>What a grain answers to a call that may take longer than a caller should wait.</summary>
/// <param name="IsDone">Whether <paramref name="Value"/> is there; otherwise ask again.</param>
/// <param name="Value">The result.</param>
/// <param name="Failure">Why there is none, and asking again will not help; null if nothing failed.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.Answer`1")]
internal sealed record Answer<T>(
    [property: Id(0)] bool IsDone, [property: Id(1)] T? Value, [property: Id(2)] Failure? Failure)
{
    public static Answer<T> Later { get; } = new(false, default, null);
}
