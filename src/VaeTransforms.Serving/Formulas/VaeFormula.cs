namespace VaeTransforms.Formulas;

/// <summary>
/// The variational autoencoder, from the normalized row to the loss: training, every ONNX graph and the tests compute it by
/// these lines.
/// </summary>
/// <param name="ops">What computes it.</param>
/// <param name="architecture">The network.</param>
/// <param name="weight">The learned array with a name of <see cref="VaeArchitecture.Weights"/>.</param>
internal sealed class VaeFormula<T>(ITensorOps<T> ops, VaeArchitecture architecture, Func<string, T> weight)
{
    private readonly int _latent = architecture.LatentDimension;

    /// <summary>q(z | x) = N(mean, diag exp(logVariance)).</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>[rows, K] each.</returns>
    public (T Mean, T LogVariance) Encode(InputRows<T> rows)
    {
        T encoded = architecture.Likelihood.Encoded(ops, rows.Values); // [rows, D]
        T hidden = Through(
            architecture.EncoderLayers,
            architecture.HasMask ? ops.Concat(ops.Multiply(encoded, rows.Mask!), rows.Mask!) : encoded);
        T heads = ops.Affine(hidden, weight(VaeArchitecture.HeadWeight), weight(VaeArchitecture.HeadBias)); // [rows, 2 K]
        T logVariance = ops.Clamp(ops.Columns(heads, _latent, _latent), -Posterior.MaxLogVariance, Posterior.MaxLogVariance);
        return (ops.Columns(heads, 0, _latent), logVariance);
    }

    /// <summary>z = mean + exp(logVariance / 2) · noise: the reparameterization trick.</summary>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="noise">Standard normal, [rows, K].</param>
    /// <returns>[rows, K].</returns>
    /// <remarks>Kingma and Welling 2014, section 2.4.</remarks>
    public T Draw(T mean, T logVariance, T noise) =>
        ops.Add(mean, ops.Multiply(ops.Exp(ops.Multiply(ops.Number(0.5), logVariance)), noise));

    /// <summary>The parameters of p(x | z).</summary>
    /// <param name="z">[rows, K].</param>
    /// <returns>[rows, outputs of the likelihood].</returns>
    public T Decode(T z)
    {
        T hidden = Through(architecture.DecoderLayers, z);
        return architecture.PictureOutput is { } picture
            ? Through([picture], hidden)
            : ops.Affine(hidden, weight(VaeArchitecture.OutputWeight), weight(VaeArchitecture.OutputBias));
    }

    /// <summary>KL(q(z | x) || p(z)), nats, [rows, 1].</summary>
    public T KlDivergence(T mean, T logVariance) =>
        architecture.Prior.KlDivergence(ops, mean, logVariance, Weights(VaeArchitecture.PriorName));

    /// <summary>The part of each latent dimension of <see cref="KlDivergence"/>, nats, [rows, K].</summary>
    public T KlPerDimension(T mean, T logVariance) =>
        architecture.Prior.KlPerDimension(ops, mean, logVariance, Weights(VaeArchitecture.PriorName));

    /// <summary>ln p(z), nats, [rows, 1].</summary>
    public T PriorLogDensity(T z) => architecture.Prior.LogDensity(ops, z, Weights(VaeArchitecture.PriorName));

    /// <summary>-ln p(x | z) with every normalizing constant, nats summed over the slots that are there, [rows, 1].</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="decoded">What <see cref="Decode"/> gave.</param>
    public T ReconstructionError(InputRows<T> rows, T decoded)
    {
        T density = architecture.Likelihood.LogDensity(ops, rows.Values, decoded, Weights(VaeArchitecture.LikelihoodName));
        return ops.RowSum(architecture.HasMask ? ops.Multiply(density, rows.Mask!) : density, -1);
    }

    /// <summary>The mean of p(x | z) in normalized units, [rows, D].</summary>
    /// <param name="decoded">What <see cref="Decode"/> gave.</param>
    public T Reconstruction(T decoded) =>
        architecture.Likelihood.Mean(ops, decoded, Weights(VaeArchitecture.LikelihoodName));

    /// <summary>Both parts of the objective at a drawn z, [rows, 1] each.</summary>
    /// <param name="seen">What the encoder sees: while a network trains, some values may be hidden from it.</param>
    /// <param name="rows">The rows to reconstruct.</param>
    /// <param name="noise">Standard normal, [rows, K].</param>
    public (T ReconstructionError, T KlDivergence) SampledParts(InputRows<T> seen, InputRows<T> rows, T noise)
    {
        (T mean, T logVariance) = Encode(seen);
        T decoded = Decode(Draw(mean, logVariance, noise));
        return (ReconstructionError(rows, decoded), KlDivergence(mean, logVariance));
    }

    private T Through(IEnumerable<PlacedLayer> layers, T value)
    {
        foreach (PlacedLayer placed in layers)
        {
            value = placed.Layer.Apply(ops, value, placed.Input, Weights(placed.Name));
        }

        return value;
    }

    private Dictionary<string, T> Weights(string formula) =>
        architecture.WeightsOf(formula).ToDictionary(shape => shape.Name, shape => weight($"{formula}.{shape.Name}"));
}
