using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;

namespace VaeTransforms.Tests.Onnx;

/// <summary>The forward pass of a model in double precision and plain loops: the reference of every graph.</summary>
internal sealed class ReferencePass
{
    private readonly TrainedVae _model;

    public ReferencePass(TrainedVae model, float[] row)
        : this(model, row, latent: null)
    {
    }

    /// <param name="model">The model.</param>
    /// <param name="row">[D].</param>
    /// <param name="latent">What to decode, [K]; null for the mean.</param>
    public ReferencePass(TrainedVae model, float[] row, float[]? latent)
    {
        _model = model;
        var parts = new DenseParts(model);
        double[] normalized = [.. row.Select((x, i) => ((double)x - model.Offsets()[i]) / model.SlotScales()[i])
            .Select((x, i) => Knots is { } map ? Interpolated(i, x, map.Values, map.Normal) : x)];
        double[] hidden = parts.Encoder.Aggregate(normalized, (value, layer) => Activated(Dense(layer, value)));
        Mean = Dense(parts.Mean, hidden);
        LogVariance = [.. Dense(parts.LogVariance, hidden)
            .Select(value => Math.Clamp(value, -DenseParts.MaxLogVariance, DenseParts.MaxLogVariance))];
        double[] decoded = Decode(latent is null ? Mean : [.. latent.Select(z => (double)z)]);
        Reconstruction = Unscaled(decoded);
        KlDivergence = DiagonalGaussian.KlToStandardNormal(Mean, LogVariance);
        double[] logVariance = [.. parts.LogVariances.Select(value => (double)value)];
        ReconstructionError = Error(normalized, decoded, logVariance);
        SlotErrors = [.. normalized.Select((x, i) => Error([x], [decoded[i]], logVariance.Length == 0 ? [] : [logVariance[i]]))];
    }

    public double[] Mean { get; }

    public double[] LogVariance { get; }

    public double[] Reconstruction { get; }

    public double KlDivergence { get; }

    public double ReconstructionError { get; }

    /// <summary>The part of each slot.</summary>
    public double[] SlotErrors { get; }

    public double[] Of(VaeOutputs output) => output switch
    {
        VaeOutputs.Mean => Mean,
        VaeOutputs.LogVariance => LogVariance,
        VaeOutputs.Reconstruction => Reconstruction,
        VaeOutputs.KlDivergence => [KlDivergence],
        VaeOutputs.ReconstructionError => [ReconstructionError],
        VaeOutputs.Score => [KlDivergence + ReconstructionError],
        _ => throw new ArgumentOutOfRangeException(nameof(output)),
    };

    private (float[] Values, float[] Normal)? Knots => _model.Normalization == Normalization.Quantile
        ? (_model.Weights["input.quantiles.values"].Values, _model.Weights["input.quantiles.normal"].Values)
        : null;

    private double Error(double[] normalized, double[] decoded, double[] logVariance) => _model.Architecture.Likelihood switch
    {
        BernoulliLikelihood => NegativeLogLikelihood.Bernoulli(normalized, decoded),
        StudentTLikelihood t => NegativeLogLikelihood.StudentT(normalized, decoded, logVariance, t.DegreesOfFreedom),
        _ => NegativeLogLikelihood.Gaussian(normalized, decoded, logVariance),
    };

    private double[] Decode(double[] latent)
    {
        DenseParts.Part[] layers = new DenseParts(_model).Decoder;
        double[] hidden = layers.SkipLast(1).Aggregate(latent, (value, layer) => Activated(Dense(layer, value)));
        return Dense(layers[^1], hidden);
    }

    private double[] Unscaled(double[] decoded) =>
    [
        .. decoded.Select((value, i) =>
        {
            double normalized = _model.Architecture.Likelihood is BernoulliLikelihood ? 1 / (1 + Math.Exp(-value)) : value;
            normalized = Knots is { } map ? Interpolated(i, normalized, map.Normal, map.Values) : normalized;
            return (normalized * _model.SlotScales()[i]) + _model.Offsets()[i];
        }),
    ];

    /// <summary>On the line through the two knots around x, or through the outermost two.</summary>
    private static double Interpolated(int slot, double x, float[] from, float[] to)
    {
        int start = slot * QuantileMap.Knots;
        int[] knots = [.. Enumerable.Range(start, QuantileMap.Knots).Where(i => i == start || from[i] > from[i - 1])];
        int upper = knots.Skip(1).SkipLast(1).FirstOrDefault(i => x < from[i], knots[^1]);
        double slope = ((double)to[upper] - to[upper - 1]) / ((double)from[upper] - from[upper - 1]);
        return to[upper] + ((x - from[upper]) * slope);
    }

    private double[] Activated(double[] values) => [.. values.Select(x => _model.Architecture.Network.Encoder[1] switch
    {
        SiluLayer => x / (1 + Math.Exp(-x)),
        ReluLayer => Math.Max(x, 0),
        _ => Math.Tanh(x),
    })];

    private static double[] Dense(DenseParts.Part layer, double[] input)
    {
        double[] output = [.. layer.Bias.Select(bias => (double)bias)];
        for (int i = 0; i < layer.Inputs; i++)
        {
            for (int j = 0; j < layer.Outputs; j++)
            {
                output[j] += input[i] * layer.Weight[(i * layer.Outputs) + j];
            }
        }

        return output;
    }
}
