using VaeTransforms.Formulas;

namespace VaeTransforms.Training;

/// <summary>The inputs of an objective: a batch of n rows with k samples each.</summary>
/// <param name="Seen">What the encoder sees.</param>
/// <param name="Rows">The rows to reconstruct.</param>
/// <param name="Noise">Standard normal, [n · k, K].</param>
/// <param name="RowWeights">With a mean of 1 over the training rows, [n, 1].</param>
/// <param name="Scheduled">What <see cref="Objective.Scheduled"/> gives for the step, a number.</param>
/// <param name="Samples">k.</param>
/// <param name="TrainingRows">Rows that the batch is a sample of.</param>
/// <param name="Labels">The factor of a row at the cluster of its label and 0 elsewhere, [n, clusters]; null for none.</param>
internal sealed record ObjectiveBatch<T>(
    InputRows<T> Seen,
    InputRows<T> Rows,
    T Noise,
    T RowWeights,
    T Scheduled,
    int Samples,
    long TrainingRows,
    T? Labels = default);
