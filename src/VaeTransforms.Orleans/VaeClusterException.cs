namespace VaeTransforms.Orleans;

/// <summary>
/// The cluster cannot do the work: a shard cannot be opened on a silo, silos differ, or none answers. The message names the silo
/// and the shard.
/// </summary>
public sealed class VaeClusterException : Exception
{
    /// <summary>Creates the exception.</summary>
    public VaeClusterException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public VaeClusterException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public VaeClusterException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
