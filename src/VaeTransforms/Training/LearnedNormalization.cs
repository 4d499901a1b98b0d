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
    /// <param name="ownUnits">[D]: the slots that keep the input's own units; null for none.</param>
    public static LearnedNormalization Learn(
        Normalization normalization, RowMatrix rows, long[] among, bool[]? ownUnits = null)
    {
        var moments = new ColumnMoments(rows, among);
        var arrays = normalization.Weights(rows.Width)
            .Zip(normalization.Learn(rows, among, moments))
            .ToDictionary(array => array.First.Name, array => array.Second);
        if (normalization is AffineNormalization && ownUnits is not null)
        {
            AffineNormalization.Pass(arrays, ownUnits);
        }

        return new LearnedNormalization(normalization, arrays, [.. Enumerable.Range(0, rows.Width).Where(moments.IsConstant)]);
    }
}
