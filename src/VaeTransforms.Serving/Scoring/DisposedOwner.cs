namespace VaeTransforms.Scoring;

/// <summary>The exception for sessions whose owner was disposed. It names the owner, the type that callers know.</summary>
internal static class DisposedOwner
{
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public static void ThrowIf(bool disposed, string owner)
    {
        if (disposed)
        {
            throw new ObjectDisposedException(
                owner,
                $"The {owner} was disposed. Dispose it after its last use. A PredictionEngine also disposes its transformer, "
                    + "unless PredictionEngineOptions.OwnsTransformer is false: set it to false where several engines, such as "
                    + "those of a pool, share one transformer.");
        }
    }
}
