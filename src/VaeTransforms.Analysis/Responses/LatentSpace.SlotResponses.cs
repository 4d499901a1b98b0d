using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms;

public static partial class LatentSpace
{
    /// <summary>Measures the effect of each latent dimension on each input slot, to see what a dimension represents.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows whose codes are moved. Rows with NaN or infinity are skipped.</param>
    /// <param name="step">
    /// The size of a step: a typical distance between codes, or the typical uncertainty of one code. Default: the distance
    /// between codes.
    /// </param>
    /// <param name="maxRows">
    /// The maximum number of codes to move, from 1. If there are more rows, a random sample is used. Step sizes are computed from
    /// all rows. Default: 1,000.
    /// </param>
    /// <param name="seed">The seed of the sample. Default: 0.</param>
    /// <param name="inputColumnName">The column to read. Default: null, for the column that the model was trained on.</param>
    /// <returns>
    /// The report, with a response for each dimension and slot. The same model, rows and seed give the same report.
    /// </returns>
    /// <exception cref="ArgumentException">The column is missing or does not fit, or no row has finite values.</exception>
    public static SlotResponseReport SlotResponses(
        VaeModel model,
        IDataView data,
        LatentStep step = LatentStep.Aggregate,
        int maxRows = 1_000,
        int seed = 0,
        string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        if (!Enum.IsDefined(step))
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, "Step must be Aggregate or Posterior.");
        }

        EncodedRows rows = EncodedRows.Read(model.Scorer, data, inputColumnName);
        if (rows.Count == 0)
        {
            throw new ArgumentException(
                "Slot responses need at least one row with finite values, but the view has none, "
                    + $"and {rows.Rows.SkippedRows} with NaN or infinity. Give rows like the training data.",
                nameof(data));
        }

        double[] steps = StepSizes(rows.Posteriors, step);
        int[] chosen = RandomSubset.Of([.. Enumerable.Range(0, rows.Count)], maxRows, seed);
        return new SlotResponseReport
        {
            Rows = chosen.Length,
            SkippedRows = rows.Rows.SkippedRows,
            Step = step,
            StepSizes = steps,
            Responses = Responses(model, [.. chosen.Select(rows.Code)], steps),
            SlotScales = [.. model.Trained.SlotScales().Take(model.Architecture.ScoredSlots).Select(scale => (double)scale)],
            SlotNames = model.Trained.FeatureNames,
        };
    }

    private static double[] StepSizes(IReadOnlyList<LatentPosterior> posteriors, LatentStep step)
    {
        int dimensions = posteriors[0].Mean.Length;
        var moments = new PosteriorMoments(dimensions);
        foreach (LatentPosterior posterior in posteriors)
        {
            moments.Add(posterior.Mean, posterior.LogVariance);
        }

        // The KL divergence only affects the state of a dimension, which is not used here.
        return [.. moments.Dimensions(new double[dimensions])
            .Select(one => Math.Sqrt(one.PosteriorVariance + (step == LatentStep.Aggregate ? one.VarianceOfMeans : 0)))];
    }

    /// <summary>Decodes every code twice for each dimension, half a step below and half a step above.</summary>
    /// <returns>[K][D], without a condition.</returns>
    private static double[][] Responses(VaeModel model, float[][] codes, double[] steps)
    {
        using BatchScorer decoder = model.Scorer.CreateDecoder(VaeScorer.PreferredBatchSize(model.Architecture));
        double[][] sums = [.. steps.Select(_ => new double[model.Architecture.ScoredSlots])];
        var below = new float[model.Architecture.ScoredSlots];
        for (int j = 0; j < steps.Length; j++)
        {
            int dimension = j;
            BatchedRows.Compute(
                decoder,
                2 * codes.Length,
                VaeOutputs.Reconstruction,
                (i, point) =>
                {
                    codes[i / 2].CopyTo(point);
                    point[dimension] += (float)(steps[dimension] * (i % 2 == 0 ? -0.5 : 0.5));
                },
                (i, decoded) =>
                {
                    if (i % 2 == 0)
                    {
                        decoded[..below.Length].CopyTo(below);
                        return;
                    }

                    for (int slot = 0; slot < below.Length; slot++)
                    {
                        sums[dimension][slot] += Math.Abs((double)decoded[slot] - below[slot]) / codes.Length;
                    }
                });
        }

        return sums;
    }
}
