using VaeTransforms.Formulas;

namespace VaeTransforms.Model;

/// <summary>The likelihood's noise, where it is the same for every row.</summary>
internal static class DecoderNoise
{
    private static readonly ArrayOps Ops = new();

    /// <summary>
    /// The smallest reconstruction error that a row can have, in nats; 0 for a likelihood without a fixed peak.
    /// </summary>
    public static double MinReconstructionError(this TrainedVae model)
    {
        Likelihood likelihood = model.Architecture.Likelihood;
        var zeros = new ArrayValue(new double[model.Architecture.InputSize], model.Architecture.InputSize);
        return likelihood.IsLocationFamily
            ? Ops.RowSum(likelihood.LogDensity(Ops, zeros, zeros, Weights(model)), -1).Values[0]
            : 0;
    }

    /// <summary>
    /// The standard deviation of each slot's noise in normalized units, [D]; 1 for a likelihood without a fixed peak.
    /// </summary>
    public static double[] NoiseDeviations(this TrainedVae model)
    {
        ArrayValue deviation = model.Architecture.Likelihood.Deviation(Ops, Weights(model));
        return [.. Enumerable.Range(0, model.Architecture.InputSize).Select(slot => deviation.At(0, slot))];
    }

    /// <summary>The standard deviation of each slot's noise in the input's own units, [D]; above 0.</summary>
    public static double[] NoiseScale(this TrainedVae model) =>
    [
        .. model.NoiseDeviations()
            .Zip(model.SlotScales(), (deviation, scale) => Math.Max((float)(deviation * scale), float.Epsilon)),
    ];

    private static Dictionary<string, ArrayValue> Weights(TrainedVae model) =>
        model.Weights.Of(VaeArchitecture.LikelihoodName, ArrayValue.Of);
}
