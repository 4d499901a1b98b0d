using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms.Sampling;

/// <summary>The prior of a model, with what it learned: draws and densities.</summary>
internal sealed class ModelPrior
{
    private static readonly ArrayOps Ops = new();

    private readonly Prior _prior;
    private readonly int _latent;
    private readonly IReadOnlyDictionary<string, ArrayValue> _arrays;
    private readonly Dictionary<string, double[]> _values;

    /// <param name="model">The model.</param>
    public ModelPrior(TrainedVae model)
    {
        _prior = model.Architecture.Prior;
        _latent = model.Architecture.LatentDimension;
        _arrays = new VaeFormula<ArrayValue>(Ops, model.Architecture, name => ArrayValue.Of(model.Weights[name])).PriorArrays;
        _values = _arrays.ToDictionary(array => array.Key, array => array.Value.Values);
    }

    /// <summary>Draws latent points. More points with the same state of the generator begin with the same ones.</summary>
    /// <param name="count">How many, from 0.</param>
    /// <param name="random">Advanced.</param>
    /// <returns>[count], each [K].</returns>
    /// <exception cref="NotSupportedException">A prior of the user's own does not draw.</exception>
    public float[][] Draw(int count, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, count).Select(_ => _prior.Draw(_latent, _values, random))];
    }

    /// <summary>ln p(z), nats.</summary>
    /// <param name="z">[K].</param>
    public double LogDensity(ReadOnlySpan<float> z)
    {
        var values = new double[z.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = z[i];
        }

        return _prior.LogDensity(Ops, new ArrayValue(values, _latent), _arrays).Values[0];
    }
}
