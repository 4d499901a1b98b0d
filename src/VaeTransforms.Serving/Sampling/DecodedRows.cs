using System.Numerics.Tensors;
using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms.Sampling;

/// <summary>Rows from what the decoder gives: draws from the likelihood, in the input's own units but centered.</summary>
internal sealed class DecodedRows
{
    private static readonly ArrayOps Ops = new();

    private readonly TrainedVae _model;
    private readonly Dictionary<string, ArrayValue> _likelihood;
    private readonly Dictionary<string, double[]> _likelihoodValues;
    private readonly Dictionary<string, ArrayValue> _input;

    /// <param name="model">The model.</param>
    public DecodedRows(TrainedVae model)
    {
        _model = model;
        _likelihood = model.Weights.Of(VaeArchitecture.LikelihoodName, ArrayValue.Of);
        _likelihoodValues = _likelihood.ToDictionary(array => array.Key, array => array.Value.Values);
        _input = model.Weights.Of(ModelWeights.InputName, ArrayValue.Of);
    }

    /// <summary>Draws a row from p(x | z).</summary>
    /// <param name="decoderOutput">What the decoder gives for z.</param>
    /// <param name="random">Advanced.</param>
    /// <returns>[D].</returns>
    public float[] Draw(ReadOnlySpan<float> decoderOutput, Random random)
    {
        double[] drawn = _model.Architecture.Likelihood.Draw(Doubles(decoderOutput), _likelihoodValues, random);
        ArrayValue row = _model.Normalization.Denormalize(Ops, new ArrayValue(drawn, drawn.Length), _input);
        return Array.ConvertAll(row.Values, value => (float)value);
    }

    /// <summary>The medians of slots whose values are a few levels, under a mixture of distributions p(x | z).</summary>
    /// <param name="decoderOutputs">What the decoder gives for each z, [n].</param>
    /// <param name="shares">The weights of the mixture, [n]; they add up to 1.</param>
    /// <param name="wanted">Which slots to compute, [D].</param>
    /// <returns>[D]; NaN for other slots, and where values are no levels.</returns>
    public double[] MedianLevels(double[][] decoderOutputs, double[] shares, bool[] wanted)
    {
        double[] medians = _model.Architecture.Likelihood.MedianLevels(decoderOutputs, shares, _likelihoodValues, wanted);
        return _model.Normalization.Denormalize(Ops, new ArrayValue(medians, medians.Length), _input).Values;
    }

    /// <summary>ln p(x | z) of each slot.</summary>
    /// <param name="row">[D]; NaN counts as 0 here, so that its slot's term is of no use.</param>
    /// <param name="decoderOutput">What the decoder gives for z.</param>
    /// <returns>[D], nats.</returns>
    public double[] LogDensity(ReadOnlySpan<float> row, ReadOnlySpan<float> decoderOutput)
    {
        double[] values = Array.ConvertAll(Doubles(row), value => double.IsNaN(value) ? 0 : value);
        ArrayValue x = _model.Normalization.Normalize(Ops, new ArrayValue(values, values.Length), _input);
        var output = new ArrayValue(Doubles(decoderOutput), decoderOutput.Length);
        return _model.Architecture.Likelihood.LogDensity(Ops, x, output, _likelihood).Values;
    }

    /// <summary>The same numbers in double precision.</summary>
    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        TensorPrimitives.ConvertSaturating(values, doubles);
        return doubles;
    }
}
