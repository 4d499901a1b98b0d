namespace VaeTransforms.Analysis;

/// <summary>The variance of vectors that come one at a time, summed over their coordinates.</summary>
/// <param name="width">Values in a vector.</param>
internal sealed class TotalVariance(int width)
{
    private readonly float[] _origin = new float[width];
    private readonly double[] _sum = new double[width];
    private double _squares;
    private long _count;

    /// <summary>The sum over coordinates of the mean squared distance from the mean; 0 without vectors.</summary>
    public double Value
    {
        get
        {
            double ofMean = _sum.Sum(sum => sum / Math.Max(1, _count) * (sum / Math.Max(1, _count)));
            return Math.Max(0, (_squares / Math.Max(1, _count)) - ofMean);
        }
    }

    /// <summary>Takes row-major vectors.</summary>
    /// <param name="vectors">[n, width].</param>
    public void Add(ReadOnlySpan<float> vectors)
    {
        for (; vectors.Length > 0; vectors = vectors[width..])
        {
            // Around the first vector, squares lose no digits to a mean that lies far off.
            if (_count++ == 0)
            {
                vectors[..width].CopyTo(_origin);
            }

            for (int j = 0; j < width; j++)
            {
                double offset = vectors[j] - _origin[j];
                _sum[j] += offset;
                _squares += offset * offset;
            }
        }
    }
}
