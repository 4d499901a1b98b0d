namespace VaeTransforms;

/// <summary>
/// A model file is truncated, damaged, foreign, or of a newer format. Replace the file; the code is not at fault.
/// </summary>
public sealed class VaeModelFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    public VaeModelFormatException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong with the file and what to do.</param>
    public VaeModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong with the file and what to do.</param>
    /// <param name="innerException">What the reader met.</param>
    public VaeModelFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
