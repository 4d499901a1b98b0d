using System.Numerics.Tensors;

namespace VaeTransforms.Analysis;

/// <summary>ln of the mean of exponentials, without overflow.</summary>
internal static class LogMeanExp
{
    /// <summary>ln((exp(values[0]) + … + exp(values[n - 1])) / n).</summary>
    /// <param name="values">[n], n from 1, none NaN. They are overwritten.</param>
    public static double Of(Span<double> values)
    {
        double max = TensorPrimitives.Max<double>(values);
        if (double.IsInfinity(max))
        {
            return max;
        }

        TensorPrimitives.Subtract(values, max, values);
        TensorPrimitives.Exp(values, values);
        return max + Math.Log(TensorPrimitives.Sum<double>(values) / values.Length);
    }
}
