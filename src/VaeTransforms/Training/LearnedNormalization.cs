using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Training;

/// <summary>A normalization with the arrays that it learned from the rows trained on.</summary>
/// <param name="Normalization">Resolved: never <see cref="Normalization.Automatic"/>.</param>
/// <param name="Arrays">By the names of <see cref="Normalization.Weights"/>.</param>
/// <param name="ConstantSlots">Slots that have one value in all rows trained on, upwards.</param>
internal sealed record LearnedNormalization(
    Normalization Normalization, IReadOnlyDictionary<string, float[]> Arrays, IReadOnlyList<int> ConstantSlots)
{
    /// <param name="normalization">What to learn; resolved.</param>
    /// <param name="rows">Finite values, or NaN for missing ones.</param>
    /// <param name="among">The rows to learn from; at least one.</param>
    /// <param name="mixed">Likelihoods of columns, some of which keep the input's own units; null for one for all slots.</param>
    /// <param name="known">Moments of more rows than these; null to compute them.</param>
    public static LearnedNormalization Learn(
        Normalization normalization,
        RowMatrix rows,
        long[] among,
        MixedLikelihood? mixed = null,
        ColumnMoments? known = null)
    {
        ColumnMoments moments = known ?? new ColumnMoments(rows, among);
        int conditions = mixed is null ? 0 : ConditionLikelihood.SlotsOf(mixed);
        var arrays = normalization.Weights(rows.Width)
            .Zip(normalization.Learn(rows, among, moments, conditions))
            .ToDictionary(array => array.First.Name, array => array.Second);
        if (normalization is AffineNormalization && mixed is not null)
        {
            AffineNormalization.Pass(arrays, mixed.OwnUnits(rows.Width));
        }

        return new LearnedNormalization(normalization, arrays, ConstantAmong(rows, moments));
    }

    /// <summary>Keeps the arrays of a model.</summary>
    /// <param name="model">What learned them.</param>
    /// <param name="rows">Finite values.</param>
    /// <param name="among">The rows to train on; at least one.</param>
    /// <param name="known">Moments of more rows than these; null to compute them.</param>
    public static LearnedNormalization Keep(
        TrainedVae model, RowMatrix rows, long[] among, ColumnMoments? known = null) => new(
        model.Normalization,
        model.Weights.Of(ModelWeights.InputName, array => array.Values),
        ConstantAmong(rows, known ?? new ColumnMoments(rows, among)));

    private static int[] ConstantAmong(RowMatrix rows, ColumnMoments moments) =>
        [.. Enumerable.Range(0, rows.Width).Where(moments.IsConstant)];
}
