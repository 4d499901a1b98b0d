using VaeTransforms.Numerics;
using VaeTransforms.Training;

namespace VaeTransforms.Tests.Training;

/// <summary>Small training runs for tests: rows on a curved sheet with a little noise.</summary>
internal static class TrainingRuns
{
    public static TrainingPlan Plan(int width = 6, Likelihood? likelihood = null) => new()
    {
        Architecture = new VaeArchitecture
        {
            InputSize = width,
            LatentDimension = 2,
            Network = VaeNetwork.Dense([16]),
            Likelihood = likelihood ?? Likelihood.Gaussian,
        },
        Normalization = likelihood == Likelihood.Bernoulli ? Normalization.MinMax : Normalization.Standardize,
        Objective = Objective.Elbo(),
        Epochs = 10,
        BatchSize = 32,
        LearningRate = 5e-3,
        GradientClipNorm = 5,
        ValidationFraction = 0.2,
        Patience = 50,
        Seed = 1,
        InputColumnName = "Features",
    };

    /// <summary>One epoch with steps so wide that they use all of libtorch's threads.</summary>
    public static TrainingPlan WidePlan()
    {
        TrainingPlan plan = Plan(WideRow);
        return plan with
        {
            Architecture = plan.Architecture with { Network = VaeNetwork.Dense([256]) },
            BatchSize = 256,
            Epochs = 1,
        };
    }

    /// <summary>Values in a row of <see cref="WidePlan"/>.</summary>
    public const int WideRow = 64;

    public static float[] Rows(int count, int width = 6, int seed = 0)
    {
        var random = new Random(seed);
        var rows = new float[count * width];
        for (int i = 0; i < count; i++)
        {
            double u = random.NextDouble() * 2 - 1;
            double v = random.NextDouble() * 2 - 1;
            for (int j = 0; j < width; j++)
            {
                double noise = 0.05 * (random.NextDouble() - 0.5);
                rows[i * width + j] = (float)(10 * j + Math.Sin(u * (j + 1)) + v * v * (j % 3) + noise);
            }
        }

        return rows;
    }

    public static TrainingResult Train(
        TrainingPlan plan, float[] rows, Action<TrainingProgress>? onEpoch = null, CancellationToken cancellation = default) =>
        VaeTrainer.Train(plan, new RowMatrix(rows, plan.Architecture.InputSize), onEpoch ?? (_ => { }), cancellation);
}
