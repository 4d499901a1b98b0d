namespace VaeTransforms.Tests.Training.Objectives;

/// <summary>A network whose posterior means are its input, and whose posterior variances are the same for all rows.</summary>
internal static class CodesAsRows
{
    public static ObjectiveRun Run(Objective objective, double[] means, int latent, double variance, double[]? noise = null)
    {
        int rows = means.Length / latent;
        return new ObjectiveRun(objective, TestModels.Architecture(latent, latent, []), rows)
        {
            X = means,
            Noise = noise ?? new double[means.Length],
            Parameters =
            [
                .. Enumerable.Range(0, latent).SelectMany(i => Enumerable.Range(0, 2 * latent).Select(j => i == j ? 1.0 : 0)),
                .. new double[latent],
                .. Enumerable.Repeat(Math.Log(variance), latent),
                .. new double[(latent * latent) + latent + latent],
            ],
            Scheduled = 1,
            TrainingRows = rows,
        };
    }
}
