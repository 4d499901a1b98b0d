namespace VaeTransforms;

/// <summary>
/// How the model rescales its input before the encoder. The scaling is learned from the rows trained on, is part of
/// the model and of its ONNX graph, and is undone in reconstructions.
/// </summary>
public enum Normalization
{
    /// <summary>
    /// <see cref="None"/> under <see cref="Likelihood.Bernoulli"/>, <see cref="Standardize"/> under any other likelihood. The
    /// default.
    /// </summary>
    Automatic,

    /// <summary>The values go to the encoder as they are.</summary>
    None,

    /// <summary>Mean 0 and standard deviation 1 per feature; a constant feature is only centred.</summary>
    Standardize,

    /// <summary>The range [0, 1] per feature; a constant feature becomes 0.</summary>
    MinMax,
}
