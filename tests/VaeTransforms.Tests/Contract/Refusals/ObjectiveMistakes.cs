using static VaeTransforms.Tests.Contract.Refusals.OptionMistakes;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Objectives, schedules and optimizers that cannot be made, and options that they contradict.</summary>
internal static class ObjectiveMistakes
{
    public static IReadOnlyList<Mistake> OutOfRange { get; } =
    [
        Set("beta", "NaN", () => Objective.Elbo(double.NaN), "[0, ∞)"),
        Set("beta", "-1", () => Objective.TotalCorrelation(-1), "[0, ∞)"),
        Set("nats", "0", () => Objective.FreeBits(0), "above 0", "Objective.Elbo"),
        Set("nats", "Infinity", () => Objective.Capacity(double.PositiveInfinity), "finite", "above 0"),
        Set("gamma", "-2", () => Objective.Capacity(5, -2), "above 0"),
        Set("samples", "1", () => Objective.Iwae(1), "2", "1000", "Objective.Elbo"),
        Set("samples", "1001", () => Objective.DoublyReparameterized(1001), "2", "1000"),
        Set("alpha", "1.5", () => Objective.InfoVae(1.5, 10), "at most 1"),
        Set("lambda", "0.5", () => Objective.InfoVae(0.25, 0.5), "0.75", "finite"),
        Set("bandwidth", "0", () => Objective.InfoVae(0, 10, bandwidth: 0), "above 0", "null"),
        Set("offDiagonal", "-1", () => Objective.DipVae1(-1, 1), "[0, ∞)"),
        Set("diagonal", "NaN", () => Objective.DipVae2(1, double.NaN), "[0, ∞)"),
        Set("share", "1", () => KlAnnealing.Linear(1), "[0, 1)"),
        Set("share", "0", () => KlAnnealing.Cyclical(4, 0), "(0, 1)", "KlAnnealing.None"),
        Set("level", "2", () => KlAnnealing.Staged(2), "[0, 1]"),
        Set("start", "1", () => KlAnnealing.Staged(start: 1), "[0, 1)"),
        Set("end", "0.2", () => KlAnnealing.Staged(end: 0.2), "above start"),
        Set("cycles", "0", () => KlAnnealing.Cyclical(0), "1", "1000"),
        Set("LearningRateSchedule", "null", () => Quick with { LearningRateSchedule = null! }, "Cosine"),
        Set("warmup", "1", () => LearningRateSchedule.Cosine(warmup: 1), "[0, 1)"),
        Set("final", "2", () => LearningRateSchedule.Cosine(final: 2), "[0, 1]"),
        Set("epochs", "[5, 3]", () => LearningRateSchedule.Milestones([5, 3]), "ascending"),
        Set("factor", "1", () => LearningRateSchedule.Milestones([5], 1), "(0, 1)", "Constant"),
        Set("Adam", "null", () => Quick with { Adam = null! }, "AdamOptions"),
        Set("Beta1", "1", () => new AdamOptions { Beta1 = 1 }, "[0, 1)"),
        Set("Beta2", "NaN", () => new AdamOptions { Beta2 = double.NaN }, "[0, 1)"),
        Set("Epsilon", "0", () => new AdamOptions { Epsilon = 0 }, "above 0"),
        Set("WeightDecay", "-0.1", () => new AdamOptions { WeightDecay = -0.1 }, "[0, ∞)"),
    ];

    public static IReadOnlyList<Mistake> Contradictions { get; } =
    [
        Make(
            "An objective together with Beta",
            () => Encode(Quick with { Objective = Objective.FreeBits(0.5), Beta = 4 }),
            "Objective is FreeBits(nats: 0.5, beta: 1, annealing: None)",
            "Beta is 4",
            "KlWarmup is 0.2") with
        { Parameter = "Objective" },
        Make(
            "An objective together with KlWarmup",
            () => Encode(Quick with { Objective = Objective.Iwae(), KlWarmup = 0 }),
            "Objective is Iwae(samples: 5)",
            "KlWarmup is 0") with
        { Parameter = "Objective" },
        Make(
            "Total correlation of a batch of few rows",
            () => Encode(Quick with { Objective = Objective.TotalCorrelation(5), BatchSize = 8 }),
            "Objective.TotalCorrelation",
            "at least 16",
            "BatchSize is 8") with
        { Parameter = "Objective" },
        Make(
            "Weights of rows that are compared with each other",
            () => Encode(Quick with { Objective = Objective.InfoVae(0, 100), ExampleWeightColumnName = "Weight" }),
            "Objective.InfoVae",
            "'Weight'") with
        { Parameter = "Objective" },
        Make(
            "A milestone beyond the last epoch",
            () => Encode(Quick with { LearningRateSchedule = LearningRateSchedule.Milestones([2, 50]), Epochs = 50 }),
            "Milestones([2, 50], factor: 0.1)",
            "Epochs is 50") with
        { Parameter = "LearningRateSchedule" },
    ];
}
