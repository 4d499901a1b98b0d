namespace VaeTransforms;

/// <summary>
/// The decoder's distribution p(x | z), whose negative logarithm is the reconstruction error. Derive from it to add a
/// likelihood of your own.
/// </summary>
/// <remarks>
/// A likelihood is data: its constructor's parameters and the properties that can be set are what a model file stores. A model
/// that has a likelihood of your own is read back after <see cref="ModelFormulas.Register{TFormula}"/> has named the type.
/// Slots are independent given z. Two likelihoods are equal when their types and options are. Each of this library's own stands
/// in one file, with its factory.
/// </remarks>
public abstract partial record Likelihood
{
    /// <summary>The name that reports show. Default: the type's name without 'Likelihood'.</summary>
    public virtual string Name => GetType().Name.Replace(nameof(Likelihood), "", StringComparison.Ordinal);

    /// <summary>Values that the decoder gives for each slot. Default: 1.</summary>
    public virtual int OutputsPerSlot => 1;

    /// <summary>The smallest value that has a density. Default: no bound.</summary>
    public virtual double Min => double.NegativeInfinity;

    /// <summary>The largest value that has a density. Default: no bound.</summary>
    public virtual double Max => double.PositiveInfinity;

    /// <summary>
    /// Whether the density depends on the decoder's output only through its distance from the value, so that its peak has
    /// the same height for every row. Default: false.
    /// </summary>
    public virtual bool IsLocationFamily => false;

    /// <summary>The arrays that the likelihood learns, in order. Default: none.</summary>
    /// <param name="slots">Values in a row, D.</param>
    public virtual IEnumerable<WeightShape> Weights(int slots) => [];

    /// <summary>ln p(x | z) of each slot, with every normalizing constant.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="x">Normalized values, [rows, D].</param>
    /// <param name="output">What the decoder gives, [rows, D · <see cref="OutputsPerSlot"/>].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>Nats, [rows, D].</returns>
    public abstract T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights);

    /// <summary>The mean of p(x | z). Default: the decoder's output.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="output">What the decoder gives, [rows, D · <see cref="OutputsPerSlot"/>].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, D], in normalized units.</returns>
    public virtual T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) => output;

    /// <summary>The standard deviation of a slot's noise, where it is the same for every row. Default: 1.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[D] or a number, in normalized units.</returns>
    public virtual T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) => ops.Number(1);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
