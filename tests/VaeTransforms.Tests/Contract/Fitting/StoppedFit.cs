namespace VaeTransforms.Tests.Contract.Fitting;

/// <summary>A fit that is stopped and started again.</summary>
internal static class StoppedFit
{
    /// <summary>Fits again and again, until a fit is not stopped.</summary>
    /// <param name="fit">Fits, and stops by the source that it is given.</param>
    /// <returns>What the last fit gave, and how many were stopped before it.</returns>
    public static (byte[] Model, int Stops) Repeat(Func<CancellationTokenSource, byte[]> fit)
    {
        for (int stops = 0; ; stops++)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                return (fit(stop), stops);
            }
            catch (OperationCanceledException)
            {
                // The next one goes on.
            }
        }
    }
}
