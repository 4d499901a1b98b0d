using VaeTransforms.Formulas;
using VaeTransforms.Training;

namespace VaeTransforms.Tests.Formulas;

/// <summary>What was learned of rows with one value, applied in double precision.</summary>
internal static class LearnedNormalizations
{
    private static readonly ArrayOps Ops = new();

    public static double Normalized(this LearnedNormalization learned, double value) =>
        learned.Normalization.Normalize(Ops, new ArrayValue(value), Weights(learned)).Values[0];

    public static double Denormalized(this LearnedNormalization learned, double value) =>
        learned.Normalization.Denormalize(Ops, new ArrayValue(value), Weights(learned)).Values[0];

    private static Dictionary<string, ArrayValue> Weights(LearnedNormalization learned) =>
        learned.Arrays.ToDictionary(array => array.Key, array => ArrayValue.Of(array.Value, [array.Value.Length]));
}
