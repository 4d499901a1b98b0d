using System.Numerics.Tensors;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms.Model;

/// <summary>A model's normalization outside a graph.</summary>
internal static class InputUnits
{
    private static readonly ArrayOps Ops = new();

    /// <summary>
    /// What the values of each slot differ by, [D]: what the normalization divides them by, or what a likelihood in the input's
    /// own units learned of them; 1 where there is neither.
    /// </summary>
    public static float[] SlotScales(this TrainedVae model)
    {
        int slots = model.Architecture.InputSize;
        float[]? divisors =
            model.Weights.Of(ModelWeights.InputName, array => array.Values).GetValueOrDefault(AffineNormalization.Scale);
        double[] learned = model.Architecture.Likelihood.SlotDeviations(slots);

        // Slots in the input's own units pass the normalization as they are: they are divided by 1.
        return [.. learned.Select((deviation, slot) => (float)deviation * (divisors?[slot] ?? 1))];
    }

    /// <summary>Rows as the encoder takes them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">[rows, D], row-major, in the input's own units.</param>
    /// <returns>[rows, D].</returns>
    public static float[] Normalize(this TrainedVae model, ReadOnlySpan<float> rows)
    {
        int width = model.Architecture.InputSize;
        Dictionary<string, ArrayValue> weights = model.Weights.Of(ModelWeights.InputName, ArrayValue.Of);
        var normalized = new float[rows.Length];

        // A row at a time, so that the doubles on the way are few.
        for (int start = 0; start < rows.Length; start += width)
        {
            ArrayValue row = model.Normalization.Normalize(Ops, ArrayValue.Of(rows.Slice(start, width), [width]), weights);
            TensorPrimitives.ConvertSaturating<double, float>(row.Values, normalized.AsSpan(start, width));
        }

        return normalized;
    }

    /// <summary>What <see cref="Normalize"/> gives of the slots before a condition.</summary>
    /// <inheritdoc cref="Normalize" path="/param"/>
    /// <returns>[rows, D].</returns>
    public static float[] NormalizedFeatures(this TrainedVae model, ReadOnlySpan<float> rows) =>
        new RowMatrix(model.Normalize(rows), model.Architecture.InputSize).Leading(model.Architecture.ScoredSlots).Values;
}
