using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// -ln 1/k Σ p(x|z_i) p(z_i) / q(z_i|x) over k draws z_i of q(z|x), in nats. The more draws, the closer it is to -ln p(x).
    /// Costs one pass through the encoder and k passes through the decoder.
    /// </summary>
    /// <param name="samples">k, from 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>Burda and others 2016, 'Importance weighted autoencoders'.</remarks>
    public static AnomalyScore ImportanceWeightedBound(int samples = 16) => new ImportanceWeightedBoundScore(samples);
}

/// <summary>
/// ln k - ln Σ exp(w_i) with w_i = ln p(x|z_i) p(z_i) / q(z_i|x). The constants of prior and posterior cancel:
/// w_i = -error_i + ½ Σ (noise_i² - z_i²) + ½ Σ logVariance, summed over latent dimensions.
/// </summary>
/// <param name="Samples">k.</param>
internal sealed record ImportanceWeightedBoundScore(int Samples) : AnomalyScore
{
    public int Samples { get; } = DrawCount.Check(Samples);

    public override string Name => $"{base.Name}({OptionRule.Text(Samples)})";

    internal override int Draws => Samples;

    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row)
    {
        PosteriorDraws<T> draws = PosteriorDraws<T>.Of(ops, row, Samples);
        T squares = ops.Subtract(ops.Multiply(draws.Noise, draws.Noise), ops.Multiply(draws.Z, draws.Z)); // [rows, k · K]
        T perDraw = ops.RowSum(ops.Reshape(squares, row.Model.Architecture.LatentDimension), 0.5); // [rows · k, 1]
        T ratios = ops.Add(ops.Reshape(perDraw, Samples), ops.RowSum(row.LogVariance, 0.5)); // [rows, k]
        return ops.Subtract(ops.Number(Math.Log(Samples)), ops.RowLogSumExp(ops.Subtract(ratios, draws.Errors)));
    }
}
