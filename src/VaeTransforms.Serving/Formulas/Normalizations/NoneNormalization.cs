using VaeTransforms.Formulas;

namespace VaeTransforms;

public abstract partial record Normalization
{
    /// <summary>The values go to the encoder as they are.</summary>
    public static Normalization None { get; } = new NoneNormalization();
}

/// <summary>x as it is.</summary>
internal sealed record NoneNormalization : Normalization
{
    internal override T Normalize<T>(INormalizationOps<T> ops, T x, IReadOnlyDictionary<string, T> weights) => x;

    internal override T Denormalize<T>(INormalizationOps<T> ops, T normalized, IReadOnlyDictionary<string, T> weights) =>
        normalized;
}
