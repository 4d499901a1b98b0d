namespace VaeTransforms.Analysis;

/// <summary>Means, variances and covariances of the posteriors of rows that come one at a time.</summary>
/// <param name="dimension">K.</param>
internal sealed class PosteriorMoments(int dimension)
{
    // Signals of less than this share tell nothing, above the other the posterior is a point; nats of a dimension that is the prior.
    private const double NoSignal = 0.01;
    private const double OnlySignal = 0.9999;
    private const double NoNats = 0.1;

    private readonly double[] _origin = new double[dimension];
    private readonly double[] _mean = new double[dimension];
    private readonly double[] _variance = new double[dimension];
    private readonly double[] _products = new double[dimension * dimension];
    private readonly double[] _offset = new double[dimension];
    private long _rows;

    /// <summary>Takes a row's posterior.</summary>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    public void Add(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance)
    {
        for (int j = 0; j < dimension; j++)
        {
            // Sums of squares around a first guess of the mean lose no digits to it, however far away codes lie.
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

    /// <summary>Each dimension by itself.</summary>
    /// <param name="klPerDimension">[K], nats, means over the same rows.</param>
    public LatentDimensionReport[] Dimensions(IReadOnlyList<double> klPerDimension) => [.. Enumerable.Range(0, dimension).Select(j =>
    {
        double ofMeans = Covariance(j, j);
        double variance = _variance[j] / _rows;
        return new LatentDimensionReport
        {
            Index = j,
            MeanOfMeans = Mean(j),
            VarianceOfMeans = ofMeans,
            PosteriorVariance = variance,
            KlDivergence = klPerDimension[j],
            State = StateOf(ofMeans / (ofMeans + variance), klPerDimension[j]),
        };
    })];

    /// <summary>[K] of the aggregate posterior.</summary>
    public double[] Mean() => [.. Enumerable.Range(0, dimension).Select(Mean)];

    /// <summary>[K][K] of the aggregate posterior: of the means, and the average variance on the diagonal.</summary>
    public double[][] AggregateCovariance() => [.. Enumerable.Range(0, dimension).Select(i => Enumerable.Range(0, dimension)
        .Select(j => Covariance(i, j) + (i == j ? _variance[j] / _rows : 0))
        .ToArray())];

    private static LatentDimensionState StateOf(double signal, double kl) => signal switch
    {
        < NoSignal => kl < NoNats ? LatentDimensionState.CollapsedToPrior : LatentDimensionState.Unused,
        > OnlySignal => LatentDimensionState.CollapsedToPoint,
        _ => LatentDimensionState.Active,
    };

    private double Mean(int j) => _origin[j] + (_mean[j] / _rows);

    private double Covariance(int i, int j) =>
        (_products[(Math.Max(i, j) * dimension) + Math.Min(i, j)] / _rows) - (_mean[i] / _rows * (_mean[j] / _rows));
}
