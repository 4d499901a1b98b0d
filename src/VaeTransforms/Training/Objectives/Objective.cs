using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>
/// What training minimizes. Every objective is a variant of the negative ELBO, in nats per row, summed over features and latent
/// dimensions and averaged over the rows of a batch.
/// </summary>
/// <remarks>
/// The objective changes what is learned, and nothing else: held-out rows, early stopping and reports measure the plain ELBO,
/// whatever the objective, so that fits with different objectives can be compared. Each objective stands in one file, with its
/// factory. Two are equal when their types and numbers are.
/// </remarks>
public abstract partial record Objective
{
    // For objectives that compare rows: what fewer rows than these tell of a covariance or a density is mostly noise.
    private protected const int MinComparedRows = 16;

    private protected Objective()
    {
    }

    /// <summary>The name of the factory, as messages show it.</summary>
    internal string Name => GetType().Name[..^"Objective".Length];

    /// <summary>How <see cref="Weight"/> is reached in the course of training.</summary>
    internal KlAnnealing Annealing { get; init; } = KlAnnealing.None;

    /// <summary>The weight of the KL divergence once <see cref="Annealing"/> is over, from 0.</summary>
    internal double Weight { get; init; } = 1;

    /// <summary>Latent vectors that are drawn for each row of a batch. Default: 1.</summary>
    internal virtual int Samples => 1;

    /// <summary>The number of rows that a batch needs at least. Default: 1.</summary>
    internal virtual int MinBatchRows => 1;

    /// <summary>
    /// Whether the rows of a batch are compared with each other, so that a row has no loss of its own. Default: false.
    /// </summary>
    internal virtual bool ComparesRows => false;

    /// <summary>
    /// Whether the codes of all rows together get the scale of the prior. Default: whether the KL divergence has a weight.
    /// </summary>
    internal virtual bool MatchesPrior => Weight > 0;

    /// <summary>What the prior must have: the rest of a sentence; null if the prior has it. Default: null.</summary>
    /// <param name="prior">The prior of the model.</param>
    internal virtual string? MissingOf(Prior prior) => null;

    /// <summary>The number that changes from step to step, which the formula gets as <c>Scheduled</c>.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="totalSteps">Of all epochs.</param>
    internal virtual double Scheduled(long step, long totalSteps) => KlWeight(step, totalSteps);

    /// <summary>The weight of the KL divergence, for reports.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="totalSteps">Of all epochs.</param>
    internal virtual double KlWeight(long step, long totalSteps) => Annealing.At(Weight, step, totalSteps);

    /// <summary>
    /// The same objective with its final numbers from the first step: annealing lets dimensions learn before they pay for it, and
    /// those of a trained model have learned.
    /// </summary>
    internal Objective Settled() => this with { Annealing = KlAnnealing.None };

    /// <summary>The formula.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="terms">What it is made of.</param>
    /// <returns>The loss, and the parts of it that reports name; numbers.</returns>
    internal abstract ObjectiveValue<T> Compute<T>(IObjectiveOps<T> ops, ObjectiveTerms<T> terms);

    /// <summary>The factory and its arguments, as code writes them.</summary>
    public abstract override string ToString();
}
