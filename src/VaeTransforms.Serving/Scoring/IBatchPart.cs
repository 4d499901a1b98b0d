namespace VaeTransforms.Scoring;

/// <summary>Computes some rows of a batch: by a session, or by a program for one row.</summary>
internal interface IBatchPart : IDisposable
{
    /// <summary>Computes the outputs of the first of the rows.</summary>
    /// <param name="rows">From 1.</param>
    /// <exception cref="ObjectDisposedException">The scorer is disposed.</exception>
    void Run(int rows);
}
