using MathNet.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Divides the values of a column into bins. A category is a bin, and missing values are one more.</summary>
/// <remarks>
/// Numbers and dates have ten bins of equal width over the range of the real values. A value at an edge is in the bin above the
/// edge. So the highest real value is in the bin beyond the tenth, as in SDMetrics.
/// </remarks>
internal sealed class ColumnBins
{
    /// <summary>The number of bins of equal width.</summary>
    public const int Count = 10;

    private readonly bool _isCategory;

    public ColumnBins(MixedColumn column)
    {
        _isCategory = column.IsCategory;
        double[] present = _isCategory ? [] : [.. column.Real.Where(double.IsFinite)];
        (double low, double high) = present.Length == 0 ? (0, 0) : (present.Min(), present.Max());

        // A constant is in the middle of a range of length 1.
        Edges = high > low ? Generate.LinearSpaced(Count + 1, low, high) : Generate.LinearSpaced(Count + 1, low - 0.5, low + 0.5);
    }

    /// <summary>[11] the edges of the bins of equal width.</summary>
    public double[] Edges { get; }

    /// <summary>The bin of each value.</summary>
    /// <returns>
    /// -1 for missing values; the code of a category; for a number the count of edges up to it, from 0 to 11.
    /// </returns>
    public int[] Of(double[] values) => Array.ConvertAll(values, value =>
        double.IsNaN(value) ? -1 : _isCategory ? (int)value : Edges.Count(edge => edge <= value));
}
