using System.Numerics.Tensors;

namespace VaeTransforms.Numerics;

/// <summary>Mean and standard deviation of each column over rows that come one by one. Missing values do not count.</summary>
/// <remarks>Welford's update: a column like 1e9 + noise keeps its variance.</remarks>
/// <param name="width">Values in a row.</param>
internal sealed class MomentSums(int width)
{
    private readonly double[] _mean = new double[width];
    private readonly double[] _squares = new double[width];
    private readonly double[] _counts = new double[width];
    private readonly double[] _row = new double[width];
    private readonly double[] _before = new double[width];

    /// <param name="values">[width].</param>
    public void Add(ReadOnlySpan<float> values)
    {
        TensorPrimitives.ConvertSaturating(values, _row);
        TensorPrimitives.Subtract<double>(_row, _mean, _before);
        if (double.IsNaN(TensorPrimitives.Sum<double>(_before)))
        {
            AddPresent();
            return;
        }

        TensorPrimitives.Add(_counts, 1, _counts);
        TensorPrimitives.Divide<double>(_before, _counts, _row);
        TensorPrimitives.Add<double>(_mean, _row, _mean);
        TensorPrimitives.Subtract<double>(_before, _row, _row);
        TensorPrimitives.MultiplyAdd<double>(_before, _row, _squares, _squares);
    }

    public double Mean(int column) => _mean[column];

    /// <summary>The root of the mean squared difference from the mean.</summary>
    public double Deviation(int column) => Math.Sqrt(_squares[column] / _counts[column]);

    private void AddPresent()
    {
        for (int column = 0; column < _row.Length; column++)
        {
            if (!double.IsNaN(_row[column]))
            {
                _counts[column]++;
                _mean[column] += _before[column] / _counts[column];
                _squares[column] += _before[column] * (_row[column] - _mean[column]);
            }
        }
    }
}
