using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Sampling;
using VaeTransforms.Scoring;

namespace VaeTransforms.Analysis;

/// <summary>Measures <see cref="ImportanceBound"/>.</summary>
internal static class ImportanceSampling
{
    /// <summary>Estimates the bound by draws from the posteriors.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="rows">The rows, at least one.</param>
    /// <param name="samples">The number of draws per row, from 1.</param>
    /// <param name="random">Advanced.</param>
    public static ImportanceBound Run(VaeScorer scorer, RowSample rows, int samples, Random random)
    {
        int capacity = VaeScorer.PreferredBatchSize(scorer.Model.Architecture);
        using BatchScorer batch = scorer.CreatePairs(VaeOutputs.ReconstructionError, capacity);
        var prior = new ModelPrior(scorer.Model);
        var noise = new float[scorer.Model.Architecture.LatentDimension];
        var weights = new double[samples];
        double bound = 0;
        double elbo = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            LatentPosterior posterior = rows.Posterior(row);
            for (int start = 0; start < samples; start += capacity)
            {
                int count = Math.Min(capacity, samples - start);
                for (int i = 0; i < count; i++)
                {
                    rows.Row(row).CopyTo(batch.Input(0, i));
                    double density = PosteriorDraw.Next(
                        posterior.Mean, posterior.LogVariance, random, noise, batch.Input(1, i));
                    weights[start + i] = prior.LogDensity(batch.Input(1, i)) - density;
                }

                batch.Run(count);
                for (int i = 0; i < count; i++)
                {
                    weights[start + i] -= batch.Output(VaeOutputs.ReconstructionError, i)[0];
                }
            }

            // LogMeanExp overwrites the weights.
            elbo += weights.Average();
            bound += LogMeanExp.Of(weights);
        }

        return new ImportanceBound(bound / rows.Count, elbo / rows.Count, samples, rows.Count);
    }
}
