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

    /// <summary>Values that the decoder gives for some slots together. Default: <see cref="OutputsPerSlot"/> for each.</summary>
    /// <param name="slots">Values in a row that have this likelihood, D.</param>
    public virtual int Outputs(int slots) => checked(slots * OutputsPerSlot);

    /// <summary>The smallest value that has a density. Default: no bound.</summary>
    public virtual double Min => double.NegativeInfinity;

    /// <summary>The largest value that has a density. Default: no bound.</summary>
    public virtual double Max => double.PositiveInfinity;

    /// <summary>
    /// Whether values keep the input's own units, since the likelihood gives a number such as 0 or 7 a meaning. Default: true
    /// for a likelihood with bounds.
    /// </summary>
    /// <remarks><see cref="Encoded"/> then gives the encoder numbers of a size that it learns from easily.</remarks>
    public virtual bool HasOwnUnits => double.IsFinite(Min) || double.IsFinite(Max);

    /// <summary>
    /// Whether p(x | z) is a probability of values that are separate, such as counts, and not a density. Default: false.
    /// </summary>
    public virtual bool IsDiscrete => false;

    /// <summary>
    /// Whether the density depends on the decoder's output only through its distance from the value, so that its peak has
    /// the same height for every row. Default: false.
    /// </summary>
    public virtual bool IsLocationFamily => false;

    /// <summary>
    /// The likelihood with the options that depend on the rows trained on, such as the places of bins. Default: the likelihood
    /// itself.
    /// </summary>
    /// <param name="values">The values of the slots in the rows trained on.</param>
    /// <exception cref="ArgumentException">A value has no density; the message says which and why, but not where.</exception>
    public virtual Likelihood Fitted(SlotValues values) => this;

    /// <summary>The arrays that the likelihood learns, in order. Default: none.</summary>
    /// <param name="slots">Values in a row, D.</param>
    public virtual IEnumerable<WeightShape> Weights(int slots) => [];

    /// <summary>What the encoder sees of the values. Default: the values.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="x">Values, [rows, D], 0 where a value is missing: finite for 0 too.</param>
    /// <returns>[rows, D], around 0 and of a size around 1.</returns>
    public virtual T Encoded<T>(ITensorOps<T> ops, T x) => x;

    /// <summary>ln p(x | z) of each slot, with every normalizing constant.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="x">Values, [rows, D], normalized unless <see cref="HasOwnUnits"/>. 0 where a value is missing.</param>
    /// <param name="output">What the decoder gives, [rows, <see cref="Outputs"/>].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>Nats, [rows, D]; finite also where a value is missing.</returns>
    public abstract T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights);

    /// <summary>The mean of p(x | z). Default: the decoder's output.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="output">What the decoder gives, [rows, <see cref="Outputs"/>].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, D], in normalized units.</returns>
    public virtual T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) => output;

    /// <summary>The standard deviation of a slot's noise, where it is the same for every row. Default: 1.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[D] or a number, in normalized units.</returns>
    public virtual T Deviation<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) => ops.Number(1);

    /// <summary>Draws values from p(x | z).</summary>
    /// <param name="output">What the decoder gives for one row, [<see cref="Outputs"/>].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>[D], normalized unless <see cref="HasOwnUnits"/>.</returns>
    /// <exception cref="NotSupportedException">The likelihood does not override this.</exception>
    public virtual double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        throw new NotSupportedException(
            $"Likelihood.{Name} cannot draw values. Override Draw in {GetType().Name}, or use a likelihood of this library.");

    /// <summary>How many uniform numbers <see cref="Drawn"/> needs for each slot; 0 if there is no such formula.</summary>
    internal virtual int UniformsPerSlot => 0;

    /// <summary>Draws from p(x | z) as a formula, so that a graph can draw too.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="output">What the decoder gives, [rows, <see cref="Outputs"/>].</param>
    /// <param name="uniforms">Numbers in (0, 1), independent of each other: <see cref="UniformsPerSlot"/> of [rows, D].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, D], normalized unless <see cref="HasOwnUnits"/>.</returns>
    internal virtual T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights) =>
        throw new NotSupportedException($"Likelihood.{Name} has no formula of draws.");

    /// <summary>The medians of slots whose values are a few levels, under a mixture of distributions p(x | z).</summary>
    /// <param name="outputs">What the decoder gives for each z, [n], each [<see cref="Outputs"/>].</param>
    /// <param name="shares">The weights of the mixture, [n]; they add up to 1.</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <param name="wanted">Which slots to compute, [D].</param>
    /// <returns>[D]; NaN for other slots, and where values are no levels. Default: NaN for every slot.</returns>
    internal virtual double[] MedianLevels(
        double[][] outputs, double[] shares, IReadOnlyDictionary<string, double[]> weights, bool[] wanted) =>
        Array.ConvertAll(wanted, _ => double.NaN);

    /// <summary>
    /// Whether slots that are fitted together share options, so that columns should be fitted apart. Default: false.
    /// </summary>
    internal virtual bool SlotsShareOptions => false;

    /// <summary>How many distributions there are for some slots. Default: one for each slot.</summary>
    internal virtual int Distributions(int slots) => slots;

    /// <summary>Which slots keep the input's own units, [slots].</summary>
    internal virtual bool[] OwnUnits(int slots) => [.. Enumerable.Repeat(HasOwnUnits, slots)];

    /// <summary>
    /// What the values of each slot differ by, [slots], where the likelihood learned it with <see cref="Fitted"/>; otherwise 1.
    /// Above 0.
    /// </summary>
    internal virtual double[] SlotDeviations(int slots) => [.. Enumerable.Repeat(1.0, slots)];

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
