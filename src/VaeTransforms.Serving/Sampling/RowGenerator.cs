using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Sampling;

/// <summary>Draws rows that look like data.</summary>
/// <param name="scorer">The model.</param>
/// <param name="seed">Of the draws.</param>
internal sealed class RowGenerator(VaeScorer scorer, int seed)
{
    // Candidates for each row that has to meet a condition, and the fewest.
    private const int CandidatesPerRow = 4;
    private const int MinCandidates = 1 << 14;

    // How probable a condition has to be beside values that the model draws itself: a ratio, which has no units. Below it, the
    // rows would rest on very few latent points.
    private const double MinRatio = 1e-6;

    // Drawn rows that a condition is compared with.
    private const int Compared = 256;

    private readonly TrainedVae _model = scorer.Model;
    private readonly DecodedRows _decoded = new(scorer.Model);
    private readonly Random _random = new(seed);

    /// <summary>Latent points of the model's prior; the same at every call.</summary>
    /// <param name="count">How many, from 0.</param>
    /// <returns>[count], each [K].</returns>
    public float[][] Latents(int count) => new ModelPrior(_model).Draw(count, new Random(seed));

    /// <summary>Rows of latent points.</summary>
    /// <param name="latents">[n], each [K].</param>
    /// <returns>[n], each [D], centered.</returns>
    public float[][] Draw(IReadOnlyList<float[]> latents) =>
        [.. Parameters(latents).Select(output => _decoded.Draw(output, _random))];

    /// <summary>Rows of which some columns are given.</summary>
    /// <param name="count">How many.</param>
    /// <param name="given">[D], centered; NaN where a value is not given.</param>
    /// <returns>[count], each [D], centered.</returns>
    /// <exception cref="ArgumentException">The model gives the condition too small a probability.</exception>
    /// <remarks>
    /// Sampling-importance resampling: latent points from the prior, weighted by the probability that they give the condition.
    /// An encoder that sees little but a condition would propose points too close together. Rubin 1988, 'Using the SIR algorithm
    /// to simulate posterior distributions'.
    /// </remarks>
    public float[][] DrawGiven(int count, float[] given)
    {
        float[][] candidates = Latents(Math.Max(MinCandidates, CandidatesPerRow * count));
        var weights = new double[candidates.Length];
        float[][] outputs = Parameters(candidates);
        foreach ((int place, float[] output) in outputs.Index())
        {
            weights[place] = Sum(_decoded.LogDensity(given, output));
        }

        CheckProbability(weights, outputs.Take(Compared).Average(
            output => Sum(_decoded.LogDensity(_decoded.Draw(output, _random), output))));
        float[][] rows = Draw([.. Enumerable.Range(0, count).Select(_ => candidates[RandomDraw.Category(weights, _random)])]);
        foreach (float[] row in rows)
        {
            for (int slot = 0; slot < row.Length; slot++)
            {
                row[slot] = float.IsNaN(given[slot]) ? row[slot] : given[slot];
            }
        }

        return rows;

        double Sum(double[] density) => density.Where((_, slot) => !float.IsNaN(given[slot])).Sum();
    }

    private static void CheckProbability(double[] weights, double drawn)
    {
        double max = weights.Max();
        double ratio = Math.Exp(max - drawn) * weights.Average(weight => Math.Exp(weight - max));
        if (!(ratio >= MinRatio))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The condition has {ratio:G2} times the probability of values that the model draws itself, but it needs")
                + FormattableString.Invariant($" at least {MinRatio}. ")
                + "Use fewer conditions, or values that the training rows had.");
        }
    }

    private float[][] Parameters(IReadOnlyList<float[]> latents)
    {
        using BatchScorer batch = scorer.CreateParameters(
            Math.Clamp(latents.Count, 1, VaeScorer.PreferredBatchSize(_model.Architecture)));
        return BatchedRows.Compute(batch, latents, VaeOutputs.DecoderOutput);
    }
}
