using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>What a detector scores a row by. Higher is more anomalous, always; every one is deterministic.</summary>
/// <remarks>
/// A class and not an enumeration, since some carry parameters. All of them are computed inside the ONNX graph, so that a
/// saved detector scores without libtorch; noise and reference rows are constants of the graph. With D features, K latent
/// dimensions, q(z|x) the encoder's posterior and m its mean:
/// </remarks>
public abstract record AnomalyScore
{
    // Each sample is a row through the decoder, and its noise a row of constants in the graph.
    internal const int MostSamples = 1024;

    // Distances to this many are computed one by one.
    internal const int MostNeighbors = 1024;

    private protected AnomalyScore()
    {
    }

    /// <summary>
    /// The larger of two views of a row. Near: 4/5 of the distance to its 5 nearest rows and 1/5 of the negative ELBO. Wide:
    /// the distance to the nearest tenth of all rows (at least 20), less a quarter. Each is a logarithm, minus its lower
    /// quartile among normal rows, in units of the interquartile range; so the sum has no unit. The default.
    /// </summary>
    /// <remarks>
    /// The near view finds what is subtle where the rows trained on are clean. In rows that hold anomalies it is blind to
    /// those that come in clusters, which are each other's nearest; the wide view is not, as long as a cluster is smaller
    /// than a tenth of the rows, and quartiles do not move as long as fewer than a quarter are anomalous. Taking the
    /// larger needs no decision which case it is. Distances are those of <see cref="NeighborSpace.Input"/> to at most
    /// 2,000 of the rows, of which one is never its own neighbour. Costs 2,000 D multiplications a row beside the network.
    /// </remarks>
    public static AnomalyScore Combined { get; } = new CombinedScore();

    /// <summary>
    /// KL(q(z|x) || N(0, I)) - ln p(x|z = m): the negative evidence lower bound at the posterior mean, in nats. Costs one pass.
    /// </summary>
    public static AnomalyScore NegativeElbo { get; } = new NegativeElboScore();

    /// <summary>KL(q(z|x) || N(0, I)) alone, in nats: how far the code lies from where codes lie. Costs half a pass.</summary>
    public static AnomalyScore KlDivergence { get; } = new KlDivergenceScore();

    /// <summary>-ln p(x|z = m) alone, in nats: how badly the row is reconstructed. Costs one pass.</summary>
    public static AnomalyScore ReconstructionError { get; } = new ReconstructionErrorScore();

    /// <summary>
    /// |negative ELBO - its mean over held-out rows|, in nats: a row that is more probable than normal ones are is as
    /// atypical as one that is less. For rows that are wrong by being too simple, which every other score takes for normal. Costs one pass.
    /// </summary>
    /// <remarks>Nalisnick and others 2019, 'Detecting out-of-distribution inputs to deep generative models using typicality'.</remarks>
    public static AnomalyScore Typicality { get; } = new TypicalityScore();

    /// <summary>
    /// -1/L Σ ln p(x|z_l) over L draws z_l of q(z|x), in nats: the negative reconstruction probability. Costs half a pass and L
    /// passes through the decoder.
    /// </summary>
    /// <param name="samples">L, from 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>An and Cho 2015, 'Variational autoencoder based anomaly detection using reconstruction probability'.</remarks>
    public static AnomalyScore ReconstructionProbability(int samples = 16) => new ReconstructionProbabilityScore(CheckSamples(samples));

    /// <summary>
    /// -ln 1/k Σ p(x|z_i) p(z_i) / q(z_i|x) over k draws z_i of q(z|x), in nats: closer to -ln p(x) the more draws. Costs half a
    /// pass and k passes through the decoder.
    /// </summary>
    /// <param name="samples">k, from 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>Burda and others 2016, 'Importance weighted autoencoders'.</remarks>
    public static AnomalyScore ImportanceWeightedBound(int samples = 16) => new ImportanceWeightedBoundScore(CheckSamples(samples));

    /// <summary>
    /// The mean distance to the nearest rows, of at most 2,000; a row is not its own neighbour. In
    /// <see cref="NeighborSpace.LatentAndResidual"/> only rows trained on are neighbours. Costs 2,000 multiplications a row and dimension of the space.
    /// </summary>
    /// <param name="count">How many, from 1 to 1024; at most one less than there are rows.</param>
    /// <param name="space">Where distances are measured.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static AnomalyScore Neighbors(int count = 5, NeighborSpace space = NeighborSpace.Input) => new NeighborsScore(
        OptionRule.Check(count, count is >= 1 and <= MostNeighbors, "must be from 1 to 1024; 5 is usual.", nameof(count)),
        OptionRule.Check(space, Enum.IsDefined(space), "must be Input or LatentAndResidual.", nameof(space)));

    /// <summary>The name by which reports and a saved model know the score.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether it can score a row that it has learned from as if it had not, by leaving that row out: then every row
    /// tells what is normal, and not the held-out ones alone.
    /// </summary>
    internal virtual bool CanLeaveOut => false;

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    private static int CheckSamples(int samples) =>
        OptionRule.Check(samples, samples is >= 1 and <= MostSamples, "must be from 1 to 1024; 16 is usual.", nameof(samples));
}

internal sealed record NegativeElboScore : AnomalyScore
{
    public override string Name => "NegativeElbo";
}

internal sealed record KlDivergenceScore : AnomalyScore
{
    public override string Name => "KlDivergence";
}

internal sealed record ReconstructionErrorScore : AnomalyScore
{
    public override string Name => "ReconstructionError";
}

internal sealed record TypicalityScore : AnomalyScore
{
    public override string Name => "Typicality";
}

internal sealed record ReconstructionProbabilityScore(int Samples) : AnomalyScore
{
    public override string Name => $"ReconstructionProbability({OptionRule.Text(Samples)})";
}

internal sealed record ImportanceWeightedBoundScore(int Samples) : AnomalyScore
{
    public override string Name => $"ImportanceWeightedBound({OptionRule.Text(Samples)})";
}

internal sealed record NeighborsScore(int Count, NeighborSpace Space) : AnomalyScore
{
    public override string Name => $"Neighbors({OptionRule.Text(Count)}, {Space})";

    internal override bool CanLeaveOut => Space == NeighborSpace.Input;
}

internal sealed record CombinedScore : AnomalyScore
{
    public override string Name => "Combined";

    internal override bool CanLeaveOut => true;
}
