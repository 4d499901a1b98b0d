using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// -1/L Σ ln p(x|z_l) over L draws z_l of q(z|x), in nats: the negative reconstruction probability. Costs one pass through
    /// the encoder and L passes through the decoder.
    /// </summary>
    /// <param name="samples">L, from 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>An and Cho 2015, 'Variational autoencoder based anomaly detection using reconstruction probability'.</remarks>
    public static AnomalyScore ReconstructionProbability(int samples = 16) => new ReconstructionProbabilityScore(samples);
}

/// <summary>-1/L Σ ln p(x|z_l).</summary>
/// <param name="Samples">L.</param>
internal sealed record ReconstructionProbabilityScore(int Samples) : AnomalyScore
{
    public int Samples { get; } = DrawCount.Check(Samples);

    public override string Name => $"{base.Name}({OptionRule.Text(Samples)})";

    internal override int Draws => Samples;

    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) =>
        ops.RowMean(PosteriorDraws<T>.Of(ops, row, Samples).Errors);
}
