using VaeTransforms.Formulas;

namespace VaeTransforms;

public abstract partial record Normalization
{
    /// <summary>
    /// <see cref="None"/> under a likelihood of bounded values, such as <see cref="Likelihood.Bernoulli"/>. Under any other
    /// <see cref="CommonScale"/> for pictures, and in an encoder if the slots of a vector are on one scale: more than half of
    /// those that vary reach the smallest of all values, and more than half the largest. Otherwise, and for the columns of a
    /// table, <see cref="Standardize"/>. The default.
    /// </summary>
    public static Normalization Automatic { get; } = new AutomaticNormalization();
}

/// <summary>Stands for another one until the likelihood is known; no model has it.</summary>
internal sealed record AutomaticNormalization : Normalization
{
    internal override string Fault(IReadOnlyDictionary<string, float[]> weights) =>
        "The model's normalization is 'Automatic', which only options can be. Take the file from its source again.";

    internal override T Normalize<T>(INormalizationOps<T> ops, T x, IReadOnlyDictionary<string, T> weights) => throw Unresolved();

    internal override T Denormalize<T>(INormalizationOps<T> ops, T normalized, IReadOnlyDictionary<string, T> weights) =>
        throw Unresolved();

    private static InvalidOperationException Unresolved() => new("Normalization.Automatic has no formula before it is resolved.");
}
