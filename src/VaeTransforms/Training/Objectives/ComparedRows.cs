namespace VaeTransforms.Training;

/// <summary>Checks that the batches of a fit have as many rows as the objective needs.</summary>
internal static class ComparedRows
{
    /// <exception cref="ArgumentException">They have fewer.</exception>
    public static void Check(TrainingPlan plan, long trainingRows)
    {
        int batch = (int)(trainingRows / plan.StepsPerEpoch(trainingRows));
        if (batch < plan.Objective.MinBatchRows)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Objective.{plan.Objective.Name} compares the rows of a batch with each other, and needs at least ")
                + FormattableString.Invariant($"{plan.Objective.MinBatchRows} of them, but {trainingRows} training rows in ")
                + FormattableString.Invariant($"batches of at most {plan.BatchSize} give batches of {batch} rows. Fit on more ")
                + "rows, change BatchSize, or use another objective.");
        }
    }
}
