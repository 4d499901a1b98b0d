namespace VaeTransforms;

/// <summary>How the gradients of a fit were computed. Both ways take the same steps; one is faster.</summary>
public enum TrainingPath
{
    /// <summary>By formulas written out for the network, many steps in one call of a compiled function.</summary>
    Compiled,

    /// <summary>By libtorch's automatic differentiation, an operation a call: for networks that have no such function.</summary>
    Autograd,
}
