using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>What training minimizes, and how.</content>
public sealed partial record VaeOptions
{
    private const double DefaultBeta = 1;
    private const double DefaultKlWarmup = 0.2;

    /// <summary>
    /// What training minimizes. Default: null, the negative ELBO with the weight <see cref="Beta"/> and the annealing
    /// <see cref="KlWarmup"/>. If it is set, these two must not be set.
    /// </summary>
    /// <remarks>
    /// Early stopping and reports measure the plain ELBO whatever the objective. Objectives other than
    /// <see cref="Objective.Elbo"/> take the path <see cref="TrainingPath.Derived"/>.
    /// </remarks>
    public Objective? Objective { get; init; }

    /// <summary>
    /// The weight of the KL divergence relative to the reconstruction error, in [0, ∞). Both are in nats per row. Default: 1,
    /// the standard VAE. With 0 the model is a plain autoencoder, and its latent space is not regularized.
    /// </summary>
    /// <remarks>The same as <see cref="Objective.Elbo"/>; use <see cref="Objective"/> for every other objective.</remarks>
    public double Beta
    {
        get;
        init => field = OptionRule.Check(
            value, value is >= 0 and < double.PositiveInfinity, "must be a finite number in [0, ∞); 1 gives the standard VAE.");
    } = DefaultBeta;

    /// <summary>
    /// The share of all training steps, in [0, 1), over which the weight of the KL divergence rises linearly from 0 to
    /// <see cref="Beta"/>. Default: 0.2; with <see cref="Prior.MixtureOfGaussians"/> it means <see cref="KlAnnealing.Staged"/>.
    /// </summary>
    public double KlWarmup
    {
        get;
        init => field = OptionRule.Check(
            value, value is >= 0 and < 1, "must be in [0, 1); 0 gives the full weight from the first step.");
    } = DefaultKlWarmup;

    /// <summary>
    /// The maximum step size of Adam, above 0; <see cref="LearningRateSchedule"/> gives its course. Default: null,
    /// which means 0.002, and 0.004 for columns with likelihoods of their own.
    /// </summary>
    public double? LearningRate
    {
        get;
        init => field = OptionRule.Check(
            value,
            value is null or > 0 and < double.PositiveInfinity,
            "must be a finite number above 0, or null for an automatic choice.");
    }

    /// <summary>
    /// The course of the step size. Default: <see cref="LearningRateSchedule.Cosine"/>, a short rise and then half a cosine down
    /// to almost 0.
    /// </summary>
    public LearningRateSchedule LearningRateSchedule
    {
        get;
        init => field = OptionRule.Check(
            value, value is not null, "must not be null; LearningRateSchedule.Cosine() is the default.");
    } = LearningRateSchedule.Cosine();

    /// <summary>The constants of the optimizer, such as its weight decay. Default: those of the paper, without decay.</summary>
    public AdamOptions Adam
    {
        get;
        init => field = OptionRule.Check(value, value is not null, "must not be null; new AdamOptions() is the default.");
    } = new();

    /// <summary>The objective, chosen from all options.</summary>
    internal Objective ChosenObjective => Objective ?? Objective.Elbo(
        Beta,
        KlWarmup == DefaultKlWarmup && Prior.SharedStart > 0 ? KlAnnealing.Staged() : KlAnnealing.Linear(KlWarmup));

    /// <summary>Checks the rules between options of training.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    private void ValidateObjective()
    {
        if (LearningRateSchedule.ConflictWith(Epochs) is { } conflict)
        {
            throw new ArgumentException(conflict, nameof(LearningRateSchedule));
        }

        if (Objective is not { } objective)
        {
            return;
        }

        if (Beta != DefaultBeta || KlWarmup != DefaultKlWarmup)
        {
            throw new ArgumentException(
                $"Objective must not be set together with Beta or KlWarmup, which describe the default objective, but Objective "
                    + $"is {objective}, Beta is {OptionRule.Text(Beta)} and KlWarmup is {OptionRule.Text(KlWarmup)}. Give the "
                    + "numbers to the objective, and leave Beta and KlWarmup unset.",
                nameof(Objective));
        }

        if (objective.ComparesRows && ExampleWeightColumnName is not null)
        {
            throw new ArgumentException(
                $"Objective.{objective.Name} compares the rows of a batch with each other, so that no row has a loss to weigh, "
                    + $"but ExampleWeightColumnName is '{ExampleWeightColumnName}'. Leave ExampleWeightColumnName unset, or use "
                    + "another objective.",
                nameof(Objective));
        }

        if (BatchSize < objective.MinBatchRows)
        {
            throw new ArgumentException(
                $"Objective.{objective.Name} compares the rows of a batch with each other, and needs at least "
                    + $"{OptionRule.Text(objective.MinBatchRows)} of them, but BatchSize is {OptionRule.Text(BatchSize)}. Raise "
                    + "BatchSize, or use another objective.",
                nameof(Objective));
        }
    }
}
