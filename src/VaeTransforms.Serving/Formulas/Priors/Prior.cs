namespace VaeTransforms;

/// <summary>
/// The prior p(z): the distribution of codes that the KL divergence pulls posteriors towards, and that rows are sampled from.
/// Derive from it to add a prior of your own.
/// </summary>
/// <remarks>
/// A prior is data: its constructor's parameters and the properties that can be set are what a model file stores, and what it
/// learns are arrays. A model that has a prior of your own is read back after <see cref="ModelFormulas.Register{TFormula}"/> has
/// named the type. Two priors are equal when their types and options are. Each of this library's own stands in one file, with
/// its factory.
/// </remarks>
public abstract partial record Prior
{
    /// <summary>The name that messages show. Default: the type's name without 'Prior'.</summary>
    public virtual string Name => GetType().Name.Replace(nameof(Prior), "", StringComparison.Ordinal);

    /// <summary>The arrays that the prior learns, in order. Default: none.</summary>
    /// <param name="latent">Values in a latent vector, K.</param>
    /// <param name="inputs">Values that the first layer of the encoder takes.</param>
    public virtual IEnumerable<WeightShape> Weights(int latent, int inputs) => [];

    /// <summary>
    /// KL(N(mean, diag exp(logVariance)) || p(z)), or an upper bound of it, which keeps the ELBO a lower bound of ln p(x), or an
    /// estimate in which nothing is random.
    /// </summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>Nats, [rows, 1].</returns>
    public abstract T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights);

    /// <summary>ln p(z), nats, with every normalizing constant.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="z">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, 1].</returns>
    public abstract T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights);

    /// <summary>Whether there is <see cref="KlPerDimension"/>. Default: false.</summary>
    public virtual bool HasKlPerDimension => false;

    /// <summary>The KL divergence of each latent dimension; their sum is <see cref="KlDivergence"/>.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>Nats, [rows, K].</returns>
    /// <exception cref="NotSupportedException">It has no closed form.</exception>
    public virtual T KlPerDimension<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        throw new NotSupportedException($"The KL divergence from {this} has no closed form in each latent dimension.");

    /// <summary>Draws a latent vector from p(z).</summary>
    /// <param name="latent">Values in a latent vector, K.</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>[K].</returns>
    /// <exception cref="NotSupportedException">The prior does not override this.</exception>
    public virtual float[] Draw(int latent, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        throw new NotSupportedException(
            $"Prior.{Name} cannot draw latent vectors. Override Draw in {GetType().Name}, or use a prior of this library.");

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>The number of clusters that rows belong to; 0, the default, for a prior without.</summary>
    internal virtual int Clusters => 0;

    /// <summary>The number of rows that the prior needs at least to start from. Default: 0.</summary>
    internal virtual int MinRows => 0;

    /// <summary>
    /// Whether training estimates the KL divergence at the drawn z, because <see cref="KlDivergence"/> is not tight enough.
    /// Default: false.
    /// </summary>
    internal virtual bool IsSampledInTraining => false;

    /// <summary>
    /// Whether <see cref="KlDivergence"/> computes several points of each row, as more rows. Default: false.
    /// </summary>
    internal virtual bool AveragesPoints => false;

    /// <summary>Whether the prior is made by the encoder. Default: false.</summary>
    internal virtual bool NeedsEncoder => false;

    /// <summary>
    /// The share of epochs that train with N(0, I), before <see cref="Start"/> sees what codes the rows have. Default: 0.
    /// </summary>
    internal virtual double SharedStart => 0;

    /// <summary>What the formulas get in place of the learned arrays. Default: these arrays.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <param name="encode">From what the first layer of the encoder takes to mean and log-variance, [rows, K] each.</param>
    internal virtual IReadOnlyDictionary<string, T> Encoded<T>(
        ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights, Func<T, (T Mean, T LogVariance)> encode) => weights;

    /// <summary>Where the arrays start, which depends on the rows trained on. Default: where their shapes say.</summary>
    /// <param name="rows">What the encoder makes of the rows.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>Arrays by their names; those that are missing stay as they are.</returns>
    internal virtual IReadOnlyDictionary<string, float[]> Start(IPriorRows rows, Random random) =>
        new Dictionary<string, float[]>();

    /// <summary>The probability of each cluster for a row: q(c | x).</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, <see cref="Clusters"/>], each row with a sum of 1.</returns>
    internal virtual T ClusterProbabilities<T>(
        ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        throw new NotSupportedException($"Prior.{Name} has no clusters.");

    /// <summary>-ln <see cref="ClusterProbabilities"/> of the clusters that labels name.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="labels">The factor of a row at its cluster and 0 elsewhere, [rows, <see cref="Clusters"/>].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>Nats times the factors, [rows, 1].</returns>
    internal virtual T LabelLoss<T>(
        ITensorOps<T> ops, T mean, T logVariance, T labels, IReadOnlyDictionary<string, T> weights) =>
        throw new NotSupportedException($"Prior.{Name} has no clusters.");
}
