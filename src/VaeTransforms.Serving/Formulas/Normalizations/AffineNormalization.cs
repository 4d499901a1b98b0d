using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>
/// (x - offset) / scale, with one offset and one scale per slot: what several normalizations consist of or begin with.
/// </summary>
internal abstract record AffineNormalization : Normalization
{
    public const string Offset = "offset";
    public const string Scale = "scale";

    internal override IEnumerable<WeightShape> Weights(int slots) => [new(Offset, slots), new(Scale, slots) { Start = 1 }];

    internal override string? Fault(IReadOnlyDictionary<string, float[]> weights) =>
        weights[Scale].Contains(0f)
            ? "The array 'input.scale' has a 0, but inputs are divided by it. Fit the model again."
            : null;

    internal override T Normalize<T>(INormalizationOps<T> ops, T x, IReadOnlyDictionary<string, T> weights) =>
        ops.Divide(ops.Subtract(x, weights[Offset]), weights[Scale]);

    internal override T Denormalize<T>(INormalizationOps<T> ops, T normalized, IReadOnlyDictionary<string, T> weights) =>
        ops.Add(ops.Multiply(normalized, weights[Scale]), weights[Offset]);

    /// <summary>Lets some slots pass as they are.</summary>
    /// <param name="arrays">Offsets and scales, changed in place.</param>
    /// <param name="slots">[D]: which.</param>
    internal static void Pass(IReadOnlyDictionary<string, float[]> arrays, bool[] slots)
    {
        for (int slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot])
            {
                (arrays[Offset][slot], arrays[Scale][slot]) = (0, 1);
            }
        }
    }

    /// <summary>Learns offset and scale.</summary>
    /// <param name="moments">Of the rows trained on.</param>
    /// <param name="of">Offset and scale of a slot.</param>
    /// <returns>[D] each.</returns>
    private protected static float[][] LearnAffine(ColumnMoments moments, Func<int, (float Offset, double Scale)> of)
    {
        var offsets = new float[moments.Min.Length];
        var scales = new float[moments.Min.Length];
        for (int slot = 0; slot < offsets.Length; slot++)
        {
            (float offset, double scale) = of(slot);
            bool isConstant = moments.IsConstant(slot);

            // A constant column divides by 1, and so does one whose spread is below what float32 can divide by.
            bool divides = (float)scale is >= float.Epsilon and < float.PositiveInfinity && 1f / (float)scale <= float.MaxValue;
            scales[slot] = isConstant || !divides ? 1f : (float)scale;
            offsets[slot] = isConstant ? moments.Min[slot] : offset;
        }

        return [offsets, scales];
    }
}
