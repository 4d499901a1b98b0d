using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Prior
{
    /// <summary>
    /// The mixture, with equal weights, of the posteriors of learned pseudo-inputs. It follows the codes of the rows, so that
    /// fewer latent dimensions collapse, and samples look more like rows.
    /// </summary>
    /// <param name="pseudoInputs">
    /// The number of pseudo-inputs, from 2. There must be at least as many training rows. From 50 to 500 are usual.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>
    /// <para>
    /// Training estimates the KL divergence at the drawn z, as ln q(z|x) - ln p(z), and so does the ELBO of held-out rows. Scores
    /// and columns use an upper bound in which nothing is random, -ln Σ_c exp(-KL(q(z|x) || q(z|pseudo-input c))) / C. So the
    /// negative ELBO of a score is somewhat above the one that training reports.
    /// </para>
    /// <para>
    /// Pseudo-inputs start as random training rows, normalized, and are stored in the model file. Every step encodes them too, so
    /// the encoder costs as much as for a batch with so many rows more. Graphs contain their posteriors as constants. The
    /// encoder's layers cannot have dropout.
    /// </para>
    /// <para>Tomczak and Welling 2018, 'VAE with a VampPrior'.</para>
    /// </remarks>
    public static Prior VampPrior(int pseudoInputs) => new VampPrior(pseudoInputs);
}

/// <summary>1/C Σ_c q(z | u_c), where u_c are learned values of the encoder's first layer.</summary>
/// <param name="PseudoInputs">C.</param>
internal sealed record VampPrior(int PseudoInputs) : Prior
{
    private const string Inputs = "pseudo_inputs";
    private const string Means = "means";
    private const string LogVariances = "log_variances";

    /// <summary>C.</summary>
    public int PseudoInputs { get; } = OptionRule.Check(
        PseudoInputs, PseudoInputs >= 2, "must be at least 2; without pseudo-inputs use Prior.StandardNormal.", "pseudoInputs");

    public override string Name => $"VampPrior({OptionRule.Text(PseudoInputs)})";

    internal override int MinRows => PseudoInputs;

    internal override bool IsSampledInTraining => true;

    internal override bool NeedsEncoder => true;

    // One axis, so that weight decay, which is for matrices of layers, leaves it alone.
    public override IEnumerable<WeightShape> Weights(int latent, int inputs) =>
        [new(Inputs, checked(PseudoInputs * inputs)) { StartSpread = 1 }];

    public override T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights) =>
        Mixture(ops, weights).KlBound(ops, mean, logVariance);

    public override T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights) =>
        Mixture(ops, weights).LogDensity(ops, z);

    public override float[] Draw(int latent, IReadOnlyDictionary<string, double[]> weights, Random random) =>
        GaussianComponents.Draw(random.Next(PseudoInputs), latent, weights[Means], weights[LogVariances], random);

    internal override IReadOnlyDictionary<string, T> Encoded<T>(
        ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights, Func<T, (T Mean, T LogVariance)> encode)
    {
        T inputs = weights[Inputs]; // [C · inputs]
        (T mean, T logVariance) = encode(ops.Reshape(inputs, ops.Width(inputs) / PseudoInputs)); // [C, K] each
        int width = PseudoInputs * ops.Width(mean);
        return new Dictionary<string, T>
        {
            [Means] = ops.Reshape(mean, width), // [1, C · K]
            [LogVariances] = ops.Reshape(logVariance, width),
        };
    }

    internal override IReadOnlyDictionary<string, float[]> Start(IPriorRows rows, Random random) =>
        new Dictionary<string, float[]> { [Inputs] = rows.Inputs(PseudoInputs).Values };

    private GaussianComponents<T> Mixture<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights) => new(
        PseudoInputs, ops.Number(-Math.Log(PseudoInputs)), weights[Means], weights[LogVariances]);
}
