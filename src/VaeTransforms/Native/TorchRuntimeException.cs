namespace VaeTransforms;

/// <summary>
/// libtorch, which trains the network, cannot be loaded on this machine. Change the machine or the packages of the application;
/// the code is not at fault. The message has three lines: what is missing, what is required, and what to install.
/// </summary>
/// <remarks>Only training needs libtorch. Loading and using a saved model never throws this exception.</remarks>
public sealed class TorchRuntimeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TorchRuntimeException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">Three lines: what is missing, what is required, and what to install.</param>
    public TorchRuntimeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">Three lines: what is missing, what is required, and what to install.</param>
    /// <param name="innerException">The exception of the system's loader.</param>
    public TorchRuntimeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
