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
    private const double LogTwoPi = 1.8378770664093453;

    private readonly int _latent = architecture.LatentDimension;
    private readonly int _conditions = architecture.Conditions;
    private IReadOnlyDictionary<string, T>? _prior;

    /// <summary>The arrays of the prior as its formulas take them: its own, or what the encoder makes of them.</summary>
    public IReadOnlyDictionary<string, T> PriorArrays =>
        _prior ??= architecture.Prior.Encoded(ops, Weights(VaeArchitecture.PriorName), Posterior);

    /// <summary>The clusters of the prior.</summary>
    public int Clusters => architecture.Prior.Clusters;

    /// <summary>q(z | x) = N(mean, diag exp(logVariance)).</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>[rows, K] each.</returns>
    public (T Mean, T LogVariance) Encode(InputRows<T> rows) => Posterior(EncoderInput(rows));

    /// <summary>What the first layer of the encoder takes, [rows, inputs of the encoder].</summary>
    /// <param name="rows">The rows.</param>
    public T EncoderInput(InputRows<T> rows)
    {
        T encoded = architecture.Likelihood.Encoded(ops, rows.Values); // [rows, D]
        return architecture.HasMask ? ops.Concat(ops.Multiply(encoded, rows.Mask!), rows.Mask!) : encoded;
    }

    /// <summary>z = mean + exp(logVariance / 2) · noise: the reparameterization trick.</summary>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="noise">Standard normal, [rows, K].</param>
    /// <returns>[rows, K].</returns>
    /// <remarks>Kingma and Welling 2014, section 2.4.</remarks>
    public T Draw(T mean, T logVariance, T noise) =>
        ops.Add(mean, ops.Multiply(ops.Exp(ops.Multiply(ops.Number(0.5), logVariance)), noise));

    /// <summary>What the decoder takes: z, and beside it the condition of the row, if the model has one.</summary>
    /// <param name="z">[rows, K].</param>
    /// <param name="values">Of the rows, normalized, [rows, D].</param>
    /// <returns>[rows, K + conditions].</returns>
    public T Code(T z, T values) => _conditions == 0
        ? z
        : ops.Concat(z, ops.Columns(values, architecture.InputSize - _conditions, _conditions));

    /// <summary>The parameters of p(x | z).</summary>
    /// <param name="code">As <see cref="Code"/> gives it: without a condition z itself.</param>
    /// <returns>[rows, outputs of the likelihood]; the last ones are the condition.</returns>
    public T Decode(T code)
    {
        T hidden = Through(architecture.DecoderLayers, code);
        T output = architecture.PictureOutput is { } picture
            ? Through([picture], hidden)
            : ops.Affine(hidden, weight(VaeArchitecture.OutputWeight), weight(VaeArchitecture.OutputBias));
        return _conditions == 0 ? output : ops.Concat(output, ops.Columns(code, _latent, _conditions));
    }

    /// <summary>KL(q(z | x) || p(z)), nats, [rows, 1].</summary>
    public T KlDivergence(T mean, T logVariance) =>
        architecture.Prior.KlDivergence(ops, mean, logVariance, PriorArrays);

    /// <summary>The same while a network trains, for some priors an estimate at the drawn z, nats, [rows, 1].</summary>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="z">The draw, [rows, K].</param>
    public T TrainingKlDivergence(T mean, T logVariance, T z) => architecture.Prior.IsSampledInTraining
        ? ops.Subtract(ops.RowSum(LogDensities(z, mean, logVariance)), PriorLogDensity(z))
        : KlDivergence(mean, logVariance);

    /// <summary>ln N(z; mean, exp(logVariance)) of each dimension, nats.</summary>
    /// <param name="z">[rows, K].</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <returns>[rows, K].</returns>
    public T LogDensities(T z, T mean, T logVariance)
    {
        T difference = ops.Subtract(z, mean);
        T precision = ops.Exp(ops.Subtract(ops.Number(0), logVariance));
        T square = ops.Multiply(ops.Multiply(difference, difference), precision);
        return ops.Multiply(ops.Number(-0.5), ops.Add(ops.Add(square, logVariance), ops.Number(LogTwoPi)));
    }

    /// <summary>The part of each latent dimension of <see cref="KlDivergence"/>, nats, [rows, K].</summary>
    public T KlPerDimension(T mean, T logVariance) =>
        architecture.Prior.KlPerDimension(ops, mean, logVariance, PriorArrays);

    /// <summary>ln p(z), nats, [rows, 1].</summary>
    public T PriorLogDensity(T z) => architecture.Prior.LogDensity(ops, z, PriorArrays);

    /// <summary>The probability of each cluster of the prior, [rows, clusters].</summary>
    public T ClusterProbabilities(T mean, T logVariance) =>
        architecture.Prior.ClusterProbabilities(ops, mean, logVariance, PriorArrays);

    /// <summary>What the labels of rows add to the loss, [rows, 1].</summary>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="labels">The factor of a row at its cluster and 0 elsewhere, [rows, clusters].</param>
    public T LabelLoss(T mean, T logVariance, T labels) =>
        architecture.Prior.LabelLoss(ops, mean, logVariance, labels, PriorArrays);

    /// <summary>-ln p(x | z) with every normalizing constant, nats summed over the slots that are there, [rows, 1].</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="decoded">What <see cref="Decode"/> gave.</param>
    public T ReconstructionError(InputRows<T> rows, T decoded) => ops.RowSum(SlotDensities(rows, decoded), -1);

    /// <summary>The part of each slot of <see cref="ReconstructionError"/>, nats, [rows, D]; 0 for a missing value.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="decoded">What <see cref="Decode"/> gave.</param>
    public T SlotErrors(InputRows<T> rows, T decoded) => ops.Subtract(ops.Number(0), SlotDensities(rows, decoded));

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
        T z = Draw(mean, logVariance, noise);
        return (ReconstructionError(rows, Decode(Code(z, rows.Values))), TrainingKlDivergence(mean, logVariance, z));
    }

    /// <summary>ln p(x | z) of the slots that are there, [rows, D].</summary>
    private T SlotDensities(InputRows<T> rows, T decoded)
    {
        T density = architecture.Likelihood.LogDensity(ops, rows.Values, decoded, Weights(VaeArchitecture.LikelihoodName));
        return architecture.HasMask ? ops.Multiply(density, rows.Mask!) : density;
    }

    /// <summary>q(z | x) of what the first layer of the encoder takes.</summary>
    private (T Mean, T LogVariance) Posterior(T input)
    {
        T hidden = Encoded(input);
        T heads = ops.Affine(hidden, weight(VaeArchitecture.HeadWeight), weight(VaeArchitecture.HeadBias)); // [rows, 2 K]
        T logVariance = ops.Clamp(
            ops.Columns(heads, _latent, _latent), -Formulas.Posterior.MaxLogVariance, Formulas.Posterior.MaxLogVariance);
        return (ops.Columns(heads, 0, _latent), logVariance);
    }

    /// <summary>What the encoder's layers make of a row and its condition.</summary>
    private T Encoded(T input)
    {
        IReadOnlyList<PlacedLayer> layers = architecture.EncoderLayers;
        int alone = architecture.LayersBeforeCondition;
        if (alone == 0)
        {
            return Through(layers, input);
        }

        int features = architecture.ScoredSlots;
        T seen = Through(layers.Take(alone), ops.Columns(input, 0, features));
        return Through(layers.Skip(alone), ops.Concat(seen, ops.Columns(input, features, _conditions)));
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
