using System.Numerics;

namespace VaeTransforms.Numerics;

/// <summary>Whether values lie within bounds, many at a time.</summary>
internal static class ValueRange
{
    /// <summary>The first value that is not within two bounds.</summary>
    /// <param name="values">[n].</param>
    /// <param name="low">The least value that is.</param>
    /// <param name="high">The greatest.</param>
    /// <returns>Its index, or -1 where all are. NaN lies within no bounds.</returns>
    public static int FirstOutside(ReadOnlySpan<float> values, float low, float high)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var some = new Vector<float>(values[i..]);
            if (!(Vector.GreaterThanOrEqualAll(some, new Vector<float>(low)) && Vector.LessThanOrEqualAll(some, new Vector<float>(high))))
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

    /// <summary>The first value that is NaN or infinite.</summary>
    /// <param name="values">[n].</param>
    /// <returns>Its index, or -1 where all are finite.</returns>
    public static int FirstNotFinite(ReadOnlySpan<float> values) => FirstOutside(values, float.MinValue, float.MaxValue);
}
