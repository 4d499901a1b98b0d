using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms;

public static partial class LatentSpace
{
    /// <summary>Which input slots each latent dimension moves: what a dimension means.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows around whose codes the dimensions are moved; rows with NaN or infinity are left out.</param>
    /// <param name="step">How far: a typical distance between codes, or the typical uncertainty of one.</param>
    /// <param name="maxRows">Codes that are moved, drawn at random where there are more, from 1; step sizes come from all rows.</param>
    /// <param name="seed">Which rows are drawn.</param>
    /// <param name="inputColumnName">The column to read; null, the default, for the one trained on.</param>
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
            throw new ArgumentOutOfRangeException(nameof(step), step, "The step must be Aggregate or Posterior.");
        }

        EncodedRows rows = EncodedRows.Read(model.Scorer, data, inputColumnName);
        if (rows.Count == 0)
        {
            throw NoRows("Responses of slots", rows.Rows);
        }

        double[] steps = StepSizes(rows.Posteriors, step);
        int[] chosen = RandomSubset.Of([.. Enumerable.Range(0, rows.Count)], maxRows, seed);
        return new SlotResponseReport
        {
            Rows = chosen.Length,
            SkippedRows = rows.Rows.SkippedRows,
            Step = step,
            StepSizes = steps,
            Responses = Responses(model, [.. chosen.Select(row => rows.Posteriors[row].Mean)], steps),
            SlotScales = [.. model.Trained.SlotScales().Select(scale => (double)scale)],
            SlotNames = model.SlotNames,
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

        // The KL divergence decides what a dimension counts as, which is not asked here.
        return [.. moments.Dimensions(new double[dimensions])
            .Select(one => Math.Sqrt(one.PosteriorVariance + (step == LatentStep.Aggregate ? one.VarianceOfMeans : 0)))];
    }

    /// <summary>[K][D]: every code is decoded twice for each dimension, half a step below it and half a step above.</summary>
    private static double[][] Responses(VaeModel model, float[][] codes, double[] steps)
    {
        using BatchScorer decoder = model.Scorer.CreateDecoder(VaeScorer.PreferredBatchSize(model.Architecture));
        double[][] sums = [.. steps.Select(_ => new double[model.Architecture.InputSize])];
        var below = new float[model.Architecture.InputSize];
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
                        decoded.CopyTo(below);
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

    private static ArgumentException NoRows(string measure, UsableRows rows) => new(
        $"{measure} need at least one row with finite values, but the view has none ({rows.SkippedRows} rows were left out). Give rows like those trained on.");
}
