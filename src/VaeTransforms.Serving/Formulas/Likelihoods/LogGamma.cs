namespace VaeTransforms;

/// <summary>The logarithm of the gamma function in tensor operations, since ONNX has no operator for it.</summary>
internal static class LogGamma
{
    // From here the series without its next term, 1/1188 z⁻⁹, is exact to 5e-8.
    private const double SeriesStart = 3;

    /// <summary>ln Γ(z), to 1e-6 · max(1, ln Γ(z)) in single precision for z from 1e-3 to 1e6.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="z">Above 0.</param>
    /// <remarks>
    /// Stirling's series: Abramowitz and Stegun 1964, 6.1.41. Smaller arguments are first increased by Γ(z + 1) = z Γ(z).
    /// </remarks>
    public static T Of<T>(ITensorOps<T> ops, T z)
    {
        T start = ops.Number(SeriesStart);
        T small = ops.Clamp(z, 0, SeriesStart);
        T next = ops.Add(small, ops.Number(1));
        T product = ops.Multiply(small, ops.Multiply(next, ops.Add(small, ops.Number(2))));
        T shift = ops.WhereLess(z, start, ops.Log(product), ops.Number(0));
        T large = ops.WhereLess(z, start, ops.Add(z, ops.Number(3)), z);

        // Both factors are near those of the result, so that little is lost by subtraction.
        T leading = ops.Multiply(
            ops.Subtract(large, ops.Number(0.5)), ops.Subtract(ops.Log(large), ops.Number(1)));
        T inverse = ops.Divide(ops.Number(1), large);
        T square = ops.Multiply(inverse, inverse);
        T series = ops.Number(-1.0 / 1680);
        foreach (double coefficient in (ReadOnlySpan<double>)[1.0 / 1260, -1.0 / 360, 1.0 / 12])
        {
            series = ops.Add(ops.Multiply(series, square), ops.Number(coefficient));
        }

        T constant = ops.Number((0.5 * Math.Log(Math.Tau)) - 0.5);
        T stirling = ops.Add(leading, ops.Add(ops.Multiply(series, inverse), constant));
        return ops.Subtract(stirling, shift);
    }
}
