using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Prior
{
    /// <summary>
    /// A mixture of normal distributions, whose weights, means and variances are learned with the network: rows are clustered in
    /// the same fit. See <c>VaeOptions.ClusterColumnName</c> and <see cref="VaeModel.ClusterProbabilities"/>.
    /// </summary>
    /// <param name="components">
    /// The number of components, from 2. There must be at least as many training rows. Default: null, which means the number of
    /// keys of <c>VaeOptions.LabelColumnName</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>
    /// <para>
    /// The KL divergence has no closed form. Training, scores and the ELBO of held-out rows use an upper bound,
    /// -ln Σ_c π_c exp(-KL(q(z|x) || component c)), in which nothing is random. It is the KL divergence of q(z|x) q(c|x) from
    /// p(z, c) at the best q(c|x), the probability of each cluster given the row; so the ELBO stays a lower bound of ln p(x), and
    /// is somewhat lower than with the exact divergence. The densities of importance-weighted bounds are exact.
    /// </para>
    /// <para>
    /// The first 30 % of the epochs use N(0, I). Then draws from the posteriors of training rows are clustered along the graph of
    /// their nearest neighbors, and each cluster becomes a component; where rows have labels, components begin around the means
    /// of these rows instead. Components and network learn on together. Epochs before that cannot be the best one. The weight of
    /// the KL divergence stays low at first: see <c>KlAnnealing.Staged</c>. The order of components means nothing, unless labels
    /// name them.
    /// </para>
    /// <para>
    /// Jiang and others 2017, 'Variational deep embedding: an unsupervised and generative approach to clustering'; Dilokthanakul
    /// and others 2016, 'Deep unsupervised clustering with Gaussian mixture variational autoencoders'; the bound: Hershey and
    /// Olsen 2007, 'Approximating the Kullback Leibler divergence between Gaussian mixture models'.
    /// </para>
    /// </remarks>
    public static Prior MixtureOfGaussians(int? components = null) =>
        components is { } count ? new MixtureOfGaussiansPrior(count) : new LabelMixturePrior();
}

/// <summary>A mixture whose number of components is that of the keys of a label column. It is resolved before training.</summary>
internal sealed record LabelMixturePrior : Prior
{
    public override string Name => "MixtureOfGaussians()";

    // Unknown, but there will be some.
    internal override int Clusters => int.MaxValue;

    internal override double SharedStart => MixtureOfGaussiansPrior.StandardNormalShare;

    public override T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        throw new NotSupportedException($"Prior.{Name} has no formula before its components are counted.");

    public override T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights) =>
        throw new NotSupportedException($"Prior.{Name} has no formula before its components are counted.");
}

/// <summary>Σ_c π_c N(mean_c, diag exp(logVariance_c)), with π = softmax(logits).</summary>
/// <param name="Components">C.</param>
internal sealed record MixtureOfGaussiansPrior(int Components) : Prior
{
    /// <summary>The share of epochs before the components start.</summary>
    public const double StandardNormalShare = 0.3;

    private const string Logits = "logits";
    private const string Means = "means";
    private const string LogVariances = "log_variances";

    // More rows do not place a component better than these, and they take seconds.
    private const int MaxStartRows = 20_000;

    /// <summary>C.</summary>
    public int Components { get; } = OptionRule.Check(
        Components, Components >= 2, "must be at least 2; for one use Prior.StandardNormal.", "components");

    public override string Name => $"MixtureOfGaussians({OptionRule.Text(Components)})";

    internal override int Clusters => Components;

    internal override int MinRows => Components;

    internal override double SharedStart => StandardNormalShare;

    public override IEnumerable<WeightShape> Weights(int latent, int inputs) =>
    [
        new(Logits, Components),
        new(Means, checked(Components * latent)) { StartSpread = 1 },
        new(LogVariances, checked(Components * latent))
        {
            Min = -Posterior.MaxLogVariance,
            Max = Posterior.MaxLogVariance,
        },
    ];

    public override T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        Mixture(ops, weights).KlBound(ops, mean, logVariance);

    public override T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights) =>
        Mixture(ops, weights).LogDensity(ops, z);

    public override float[] Draw(int latent, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        GaussianComponents.Draw(
            RandomDraw.Category(weights[Logits], random), latent, weights[Means], weights[LogVariances], random);

    internal override T ClusterProbabilities<T>(
        ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        Mixture(ops, weights).Shares(ops, mean, logVariance);

    internal override T LabelLoss<T>(
        ITensorOps<T> ops, T mean, T logVariance, T labels, IReadOnlyDictionary<string, T> weights) =>
        Mixture(ops, weights).Labeled(ops, mean, logVariance, labels);

    internal override IReadOnlyDictionary<string, float[]> Start(IPriorRows rows, Random random)
    {
        (RowMatrix means, RowMatrix variances, int[] labels) = rows.Posteriors(MaxStartRows);
        int[] clusters = labels.Any(label => label >= 0)
            ? Numerics.Clusters.Around(labels, means, Components, random)
            : rows.Clusters(Draws(means, variances, random), Components, random);
        ClusterMoments start = ClusterMoments.Of(means, variances, Components, clusters);
        return new Dictionary<string, float[]>
        {
            [Logits] = [.. start.Weights.Select(weight => (float)Math.Log(weight))],
            [Means] = [.. start.Means.SelectMany(mean => mean).Select(value => (float)value)],
            [LogVariances] = [.. start.Variances.SelectMany(variance => variance).Select(value => (float)Math.Log(value))],
        };
    }

    /// <summary>A draw from each posterior: rows whose posteriors overlap are near each other, and equal ones apart.</summary>
    private static RowMatrix Draws(RowMatrix means, RowMatrix variances, Random random) => new(
        [.. means.Values.Zip(
            variances.Values, (mean, variance) => (float)(mean + (Math.Sqrt(variance) * RandomDraw.Normal(random))))],
        means.Width);

    private GaussianComponents<T> Mixture<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) => new(
        Components,
        ops.Subtract(weights[Logits], ops.RowLogSumExp(weights[Logits])),
        weights[Means],
        weights[LogVariances]);
}
