namespace VaeTransforms;

/// <summary>
/// libtorch, which trains the network, cannot be loaded on this machine. The machine or the application's packages have to
/// be mended, not the code. The message says what is missing, what is needed, and what to install.
/// </summary>
/// <remarks>Only training needs libtorch: loading and applying a saved model never throws this.</remarks>
public sealed class TorchRuntimeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TorchRuntimeException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is missing, what is needed and what to install, a line each.</param>
    public TorchRuntimeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is missing, what is needed and what to install, a line each.</param>
    /// <param name="innerException">What the system's loader answered.</param>
    public TorchRuntimeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
