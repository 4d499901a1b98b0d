namespace VaeTransforms.Tests.Training.Objectives;

/// <summary>An example of each objective, by a name. A test finds a type that is missing.</summary>
internal static class EveryObjective
{
    public static IReadOnlyDictionary<string, Objective> Examples { get; } = new Dictionary<string, Objective>
    {
        ["Elbo"] = Objective.Elbo(1.5),
        ["Elbo, cyclical"] = Objective.Elbo(1, KlAnnealing.Cyclical(3)),
        ["FreeBits"] = Objective.FreeBits(0.1),
        ["Capacity"] = Objective.Capacity(0.7, gamma: 3),
        ["Iwae"] = Objective.Iwae(4),
        ["DoublyReparameterized"] = Objective.DoublyReparameterized(4),
        ["TotalCorrelation"] = Objective.TotalCorrelation(4),
        ["InfoVae"] = Objective.InfoVae(0.3, 20),
        ["InfoVae, other kernel"] = Objective.InfoVae(1, 20, bandwidth: 0.8),
        ["DipVae, of means"] = Objective.DipVae1(3, 5),
        ["DipVae, of codes"] = Objective.DipVae2(3, 5),
    };
}
