namespace VaeTransforms.Formulas;

/// <summary>
/// The operations that only anomaly scores need, beside those of <see cref="ITensorOps{T}"/>. They have no gradient.
/// </summary>
/// <typeparam name="T">A value of an ONNX graph, or an array of doubles.</typeparam>
internal interface IScoreOps<T> : ITensorOps<T>
{
    /// <summary>The distances of points to the references that are nearest to them, the smallest first.</summary>
    /// <param name="points">[rows, width].</param>
    /// <param name="references">[n, width], constant.</param>
    /// <param name="count">How many distances, from 1 to n.</param>
    /// <returns>Euclidean, [rows, count]. The distance to a reference with the same values is exactly 0.</returns>
    T NearestDistances(T points, T references, int count);
}
