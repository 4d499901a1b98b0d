using System.Numerics;
using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <summary>Offset and scale per feature, and what may follow on them, learned from the rows trained on.</summary>
internal sealed record InputScaling(float[] Offset, float[] Scale, IReadOnlyList<int> ConstantSlots, QuantileMap? Quantiles = null)
{
    /// <summary>Learns the scaling.</summary>
    /// <param name="rows">[n, width], row-major and finite.</param>
    /// <param name="width">D.</param>
    /// <param name="indices">The rows to learn from.</param>
    /// <param name="normalization">What to learn; resolved.</param>
    public static InputScaling Learn(float[] rows, int width, long[] indices, Normalization normalization)
    {
        var mean = new double[width];
        var squares = new double[width];
        var min = new float[width];
        var max = new float[width];
        Array.Fill(min, float.PositiveInfinity);
        Array.Fill(max, float.NegativeInfinity);

        for (long n = 0; n < indices.LongLength; n++)
        {
            ReadOnlySpan<float> row = rows.AsSpan(checked((int)(indices[n] * width)), width);
            WidenRange(row, min, max);
            if (normalization is Normalization.Standardize or Normalization.Quantile)
            {
                AddToMoments(row, 1.0 / (n + 1), mean, squares);
            }
        }

        var offset = new float[width];
        var scale = new float[width];
        var constant = new List<int>();
        float[] sorted = normalization == Normalization.Quantile ? new float[indices.LongLength] : [];
        float[] values = new float[sorted.Length > 0 ? width * QuantileMap.Knots : 0];
        float[] normal = new float[values.Length];
        for (int j = 0; j < width; j++)
        {
            bool isConstant = !(max[j] > min[j]);
            if (isConstant)
            {
                constant.Add(j);
            }

            double deviation = Math.Sqrt(squares[j] / indices.LongLength);
            if (normalization == Normalization.Quantile)
            {
                Sort(rows, width, indices, j, sorted);
            }

            (offset[j], double spread) = normalization switch
            {
                Normalization.Standardize => ((float)mean[j], deviation),
                Normalization.MinMax => (min[j], (double)max[j] - min[j]),
                Normalization.Quantile => QuantileLearning.Scale(sorted, deviation),
                _ => (0f, 1.0),
            };

            // A constant column divides by 1, and so does one whose spread is below what float32 can divide by.
            scale[j] = isConstant || !((float)spread is >= float.Epsilon and < float.PositiveInfinity) || 1f / (float)spread > float.MaxValue
                ? 1f
                : (float)spread;
            if (isConstant && normalization != Normalization.None)
            {
                offset[j] = min[j];
            }

            if (normalization == Normalization.Quantile)
            {
                for (int i = 0; i < sorted.Length; i++)
                {
                    sorted[i] = (sorted[i] - offset[j]) / scale[j];
                }

                int start = j * QuantileMap.Knots;
                QuantileLearning.Learn(sorted, values.AsSpan(start, QuantileMap.Knots), normal.AsSpan(start, QuantileMap.Knots));
            }
        }

        return new InputScaling(offset, scale, constant, values.Length > 0 ? new QuantileMap(values, normal) : null);
    }

    private static void Sort(float[] rows, int width, long[] indices, int slot, float[] sorted)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = rows[(indices[i] * width) + slot];
        }

        Array.Sort(sorted);
    }

    private static void WidenRange(ReadOnlySpan<float> row, float[] min, float[] max)
    {
        int j = 0;
        for (; j <= row.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            var values = new Vector<float>(row[j..]);
            Vector.Min(values, new Vector<float>(min, j)).CopyTo(min, j);
            Vector.Max(values, new Vector<float>(max, j)).CopyTo(max, j);
        }

        for (; j < row.Length; j++)
        {
            min[j] = Math.Min(min[j], row[j]);
            max[j] = Math.Max(max[j], row[j]);
        }
    }

    /// <summary>Welford's update: a column like 1e9 + noise keeps its variance.</summary>
    /// <param name="row">[D].</param>
    /// <param name="share">One by the number of rows so far, this one included.</param>
    /// <param name="mean">Of the rows so far, [D].</param>
    /// <param name="squares">Sums of squared differences from the mean, [D].</param>
    private static void AddToMoments(ReadOnlySpan<float> row, double share, double[] mean, double[] squares)
    {
        int j = 0;
        for (; j <= row.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[j..]), out Vector<double> low, out Vector<double> high);
            Add(low, j);
            Add(high, j + Vector<double>.Count);
        }

        for (; j < row.Length; j++)
        {
            double delta = row[j] - mean[j];
            mean[j] += delta * share;
            squares[j] += delta * (row[j] - mean[j]);
        }

        void Add(Vector<double> values, int at)
        {
            var before = new Vector<double>(mean, at);
            Vector<double> delta = values - before;
            Vector<double> after = before + (delta * share);
            after.CopyTo(mean, at);
            (new Vector<double>(squares, at) + (delta * (values - after))).CopyTo(squares, at);
        }
    }
}
