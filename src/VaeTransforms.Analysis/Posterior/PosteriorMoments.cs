using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>Means, variances and covariances of posteriors. Rows are added one at a time.</summary>
/// <remarks>MathNet's RunningStatistics has no covariances.</remarks>
/// <param name="dimension">K.</param>
internal sealed class PosteriorMoments(int dimension)
{
    private readonly double[] _origin = new double[dimension];
    private readonly double[] _mean = new double[dimension];
    private readonly double[] _variance = new double[dimension];
    private readonly double[] _products = new double[dimension * dimension];
    private readonly double[] _offset = new double[dimension];
    private long _rows;

    /// <summary>Adds the posterior of a row.</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    public void Add(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance)
    {
        for (int j = 0; j < dimension; j++)
        {
            // Squares around the first mean keep their digits even if the codes are far from 0.
            _origin[j] = _rows == 0 ? mean[j] : _origin[j];
            _offset[j] = mean[j] - _origin[j];
            _mean[j] += _offset[j];
            _variance[j] += Math.Exp(logVariance[j]);
        }

        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                _products[(i * dimension) + j] += _offset[i] * _offset[j];
            }
        }

        _rows++;
    }

    /// <summary>A report for each dimension, [K].</summary>
    /// <param name="klPerDimension">[K], nats, means over the same rows.</param>
    public LatentDimensionReport[] Dimensions(IReadOnlyList<double> klPerDimension) =>
        [.. Enumerable.Range(0, dimension).Select(j => Dimension(j, klPerDimension[j]))];

    /// <summary>The mean of the aggregate posterior, [K].</summary>
    public double[] Mean() => [.. Enumerable.Range(0, dimension).Select(Mean)];

    /// <summary>
    /// The covariance of the aggregate posterior, [K][K]: the covariance of the means, plus the average variance on the diagonal.
    /// </summary>
    public double[][] AggregateCovariance() => [.. Enumerable.Range(0, dimension).Select(i => Enumerable.Range(0, dimension)
        .Select(j => Covariance(i, j) + (i == j ? _variance[j] / _rows : 0))
        .ToArray())];

    private LatentDimensionReport Dimension(int j, double kl)
    {
        double ofMeans = Covariance(j, j);
        double variance = _variance[j] / _rows;
        return new LatentDimensionReport
        {
            Index = j,
            MeanOfMeans = Mean(j),
            VarianceOfMeans = ofMeans,
            PosteriorVariance = variance,
            KlDivergence = kl,
            State = StateOf(new LatentSignal(ofMeans, variance, kl)),
        };
    }

    private static LatentDimensionState StateOf(LatentSignal signal) => signal switch
    {
        { IsPrior: true } => LatentDimensionState.CollapsedToPrior,
        { IsSameForAllRows: true } => LatentDimensionState.Unused,
        { IsPoint: true } => LatentDimensionState.CollapsedToPoint,
        _ => LatentDimensionState.Active,
    };

    private double Mean(int j) => _origin[j] + (_mean[j] / _rows);

    private double Covariance(int i, int j) =>
        (_products[(Math.Max(i, j) * dimension) + Math.Min(i, j)] / _rows) - (_mean[i] / _rows * (_mean[j] / _rows));
}
