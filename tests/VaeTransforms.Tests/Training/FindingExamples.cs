using VaeTransforms.Numerics;
using VaeTransforms.Training;

namespace VaeTransforms.Tests.Training;

/// <summary>Figures that lead to each finding. The figures of real fits depend on the machine.</summary>
internal static class FindingExamples
{
    private static readonly LatentSignal Active = new(0.8, 0.2, 1.5);
    private static readonly LatentSignal Collapsed = new(1e-4, 1, 2e-4);

    /// <summary>All findings, in their order.</summary>
    public static IReadOnlyList<TrainingFinding> All { get; } =
    [
        .. TrainingDiagnosis.Of(Healthy() with { Dimensions = [Collapsed, Collapsed] }),
        .. TrainingDiagnosis.Of(Healthy() with { Dimensions = [Active, .. Enumerable.Repeat(Collapsed, 7)] }),
        .. TrainingDiagnosis.Of(Healthy() with { LogVariances = [0, -6, -1, -5.97f, 0, -6], ConstantSlots = [5] }),
        .. TrainingDiagnosis.Of(Healthy() with { Far = new FarErrors(0.42, 0.0031) }),
        .. TrainingDiagnosis.Of(Healthy() with { TrainingRows = 9 }),
        .. TrainingDiagnosis.Of(Healthy() with { Best = Epoch(klWeight: 0.25) }),
    ];

    /// <summary>Figures just inside every limit.</summary>
    public static TrainingFigures Healthy() => new()
    {
        Plan = TrainingRuns.Plan(),
        Best = Epoch(klWeight: 1),
        TrainingRows = 40,
        Dimensions = [Active, Collapsed],
        ConstantSlots = [],
        LogVariances = [-5.9f, 0, 0, 0, 0, 0],
        Far = new FarErrors(0.25, 0.001),
    };

    private static EpochMetrics Epoch(double klWeight) => new(3, default, new ElboMetrics(10, 1), 1e-3, klWeight);
}
