using VaeTransforms.Formulas;

namespace VaeTransforms.Model;

/// <summary>A model's normalization outside a graph.</summary>
internal static class InputUnits
{
    private static readonly ArrayOps Ops = new();

    /// <summary>
    /// What a value of each slot is divided by on its way to the encoder, [D]; 1 where there is no such division.
    /// </summary>
    public static float[] SlotScales(this TrainedVae model) =>
        model.Normalization.Weights(model.Architecture.InputSize).Any(shape => shape.Name == AffineScaling.Scale)
            ? model.Weights[ModelWeights.InputPrefix + AffineScaling.Scale].Values
            : [.. Enumerable.Repeat(1f, model.Architecture.InputSize)];

    /// <summary>Rows as the encoder takes them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">[rows, D], row-major, in the input's own units.</param>
    /// <returns>[rows, D].</returns>
    public static float[] Normalize(this TrainedVae model, ReadOnlySpan<float> rows)
    {
        int width = model.Architecture.InputSize;
        var weights = model.Normalization.Weights(width).ToDictionary(
            shape => shape.Name,
            shape => ArrayValue.Of(model.Weights[ModelWeights.InputPrefix + shape.Name].Values, shape.Shape));
        ArrayValue normalized = model.Normalization.Normalize(Ops, ArrayValue.Of(rows, [width]), weights);
        return Array.ConvertAll(normalized.Values, value => (float)value);
    }
}
