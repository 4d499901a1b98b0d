using System.Numerics;

namespace VaeTransforms.Numerics;

/// <summary>Finds values outside of bounds, with vector instructions.</summary>
/// <remarks>The span method IndexOfAnyExceptInRange compares floats one at a time.</remarks>
internal static class ValueRange
{
    /// <summary>Finds the first value outside of two bounds. NaN is always outside.</summary>
    /// <param name="values">[n].</param>
    /// <param name="low">The smallest value allowed.</param>
    /// <param name="high">The largest value allowed.</param>
    /// <returns>The index of the value, or -1 if there is none.</returns>
    public static int FirstOutside(ReadOnlySpan<float> values, float low, float high)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var some = new Vector<float>(values[i..]);
            if (!Vector.GreaterThanOrEqualAll(some, new Vector<float>(low))
                || !Vector.LessThanOrEqualAll(some, new Vector<float>(high)))
            {
                break;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!(values[i] >= low && values[i] <= high))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Finds the first value that is NaN or infinite.</summary>
    /// <param name="values">[n].</param>
    /// <returns>The index of the value, or -1 if all are finite.</returns>
    public static int FirstNotFinite(ReadOnlySpan<float> values) => FirstOutside(values, float.MinValue, float.MaxValue);
}
