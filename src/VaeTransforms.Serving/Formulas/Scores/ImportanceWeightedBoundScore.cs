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
/// ln k - ln Σ exp(w_i) with w_i = ln p(x|z_i) p(z_i) / q(z_i|x), where
/// -ln q(z_i|x) = ½ Σ (noise_i² + ln 2π + logVariance), summed over latent dimensions.
/// </summary>
/// <param name="Samples">k.</param>
internal sealed record ImportanceWeightedBoundScore(int Samples) : AnomalyScore
{
    private const double LogTwoPi = 1.8378770664093453;

    public int Samples { get; } = DrawCount.Check(Samples);

    public override string Name => $"{base.Name}({OptionRule.Text(Samples)})";

    internal override int Draws => Samples;

    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row)
    {
        PosteriorDraws<T> draws = PosteriorDraws<T>.Of(ops, row, Samples);
        int latent = row.Model.Architecture.LatentDimension;
        T constants = ops.Add(ops.Multiply(draws.Noise, draws.Noise), ops.Number(LogTwoPi)); // [k · K]
        T ofNoise = ops.Reshape(ops.RowSum(ops.Reshape(constants, latent), 0.5), Samples); // [1, k]
        T posterior = ops.Add(ops.RowSum(row.LogVariance, 0.5), ofNoise); // -ln q(z|x), [rows, k]
        T prior = ops.Reshape(row.PriorLogDensity(ops.Reshape(draws.Z, latent)), Samples); // [rows, k]
        T weights = ops.Subtract(ops.Add(posterior, prior), draws.Errors); // [rows, k]
        return ops.Subtract(ops.Number(Math.Log(Samples)), ops.RowLogSumExp(weights));
    }
}
