namespace VaeTransforms;

/// <summary>The nonlinearity after each hidden layer of encoder and decoder.</summary>
public enum Activation
{
    /// <summary>x · sigmoid(x): smooth, so that close latent points decode to close rows. The default.</summary>
    /// <remarks>Elfwing, Uchibe and Doya 2018.</remarks>
    Silu,

    /// <summary>max(x, 0): the cheapest.</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
