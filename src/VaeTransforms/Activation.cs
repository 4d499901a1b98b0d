namespace VaeTransforms;

/// <summary>The nonlinearity after each hidden layer of encoder and decoder.</summary>
public enum Activation
{
    /// <summary>x · sigmoid(x). It is smooth, so nearby latent points decode to similar rows. The default.</summary>
    /// <remarks>Elfwing, Uchibe and Doya 2018.</remarks>
    Silu,

    /// <summary>max(x, 0). It costs the least time.</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
