namespace VaeTransforms.Formulas;

/// <summary>What normalizations need besides <see cref="ITensorOps{T}"/>. No gradient passes through it.</summary>
internal interface INormalizationOps<T> : ITensorOps<T>
{
    /// <summary>A piecewise linear, strictly increasing map for each column.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="from">
    /// Where the pieces begin and end, [width · <see cref="QuantileMap.Knots"/>], as <see cref="QuantileMap"/> has them.
    /// </param>
    /// <param name="to">What they become there, of the same shape.</param>
    /// <returns>[rows, width]; beyond the outermost knots the outermost pieces continue.</returns>
    T Interpolate(T x, T from, T to);
}
