using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>
/// How the model rescales its input before the encoder. The scaling is learned from the rows trained on, is part of
/// the model and of its ONNX graph, and is undone in reconstructions.
/// </summary>
/// <remarks>Each stands in one file, with its factory. Two are equal when their types are.</remarks>
public abstract partial record Normalization
{
    private protected Normalization()
    {
    }

    /// <summary>The name that reports show.</summary>
    public string Name => GetType().Name.Replace(nameof(Normalization), "", StringComparison.Ordinal);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>Whether normalized values lie around 0, on both sides.</summary>
    internal virtual bool GivesBothSigns => false;

    /// <summary>The most values that each slot becomes on the way, which batches of rows make room for. Default: 1.</summary>
    internal virtual int MaxValuesPerSlot => 1;

    /// <summary>The arrays that are learned, in order. Default: none.</summary>
    /// <param name="slots">Values in a row, D.</param>
    internal virtual IEnumerable<WeightShape> Weights(int slots) => [];

    /// <summary>Learns the arrays.</summary>
    /// <param name="rows">In the input's own units, finite.</param>
    /// <param name="among">The rows to learn from; at least one.</param>
    /// <param name="moments">Of these rows.</param>
    /// <param name="conditions">How many of the last slots are a condition, which has units of its own.</param>
    /// <returns>The values of <see cref="Weights"/>, in that order.</returns>
    internal virtual float[][] Learn(RowMatrix rows, ReadOnlySpan<long> among, ColumnMoments moments, int conditions) => [];

    /// <summary>Checks arrays that come from a file.</summary>
    /// <returns>What is wrong with them; null for nothing.</returns>
    internal virtual string? Fault(IReadOnlyDictionary<string, float[]> weights) => null;

    /// <summary>From the input's own units to what the encoder takes.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="x">[rows, D].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, D].</returns>
    internal abstract T Normalize<T>(INormalizationOps<T> ops, T x, IReadOnlyDictionary<string, T> weights);

    /// <summary>The inverse.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="normalized">[rows, D].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, D], in the input's own units.</returns>
    internal abstract T Denormalize<T>(INormalizationOps<T> ops, T normalized, IReadOnlyDictionary<string, T> weights);
}
