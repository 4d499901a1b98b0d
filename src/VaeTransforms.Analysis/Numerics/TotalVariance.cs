using System.Numerics.Tensors;

namespace VaeTransforms.Analysis;

/// <summary>The variance of vectors, summed over coordinates. Vectors are added one at a time.</summary>
/// <param name="width">The length of a vector.</param>
internal sealed class TotalVariance(int width)
{
    private readonly float[] _origin = new float[width];
    private readonly float[] _difference = new float[width];
    private readonly double[] _offset = new double[width];
    private readonly double[] _sum = new double[width];
    private double _squares;
    private long _count;

    /// <summary>The mean squared distance from the mean; 0 without vectors.</summary>
    public double Value
    {
        get
        {
            double count = Math.Max(1, _count);
            return Math.Max(0, (_squares / count) - (TensorPrimitives.SumOfSquares<double>(_sum) / (count * count)));
        }
    }

    /// <summary>Adds vectors.</summary>
    /// <param name="vectors">[n, width], row-major.</param>
    public void Add(ReadOnlySpan<float> vectors)
    {
        for (; vectors.Length > 0; vectors = vectors[width..])
        {
            // Squares around the first vector keep their digits even if the mean is far from 0.
            if (_count++ == 0)
            {
                vectors[..width].CopyTo(_origin);
            }

            TensorPrimitives.Subtract(vectors[..width], _origin, _difference);
            TensorPrimitives.ConvertTruncating<float, double>(_difference, _offset);
            TensorPrimitives.Add(_sum, _offset, _sum);
            _squares += TensorPrimitives.SumOfSquares<double>(_offset);
        }
    }
}
