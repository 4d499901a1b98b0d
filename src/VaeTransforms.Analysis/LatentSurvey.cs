using VaeTransforms.Sampling;
using VaeTransforms.Scoring;

namespace VaeTransforms.Analysis;

/// <summary>Measures a latent space. Rows are added one at a time.</summary>
internal sealed class LatentSurvey : IDisposable
{
    // Measures of all pairs of codes in latent space do not change much with more rows.
    private const int CodeRows = 1_000;

    private readonly VaeScorer _scorer;
    private readonly LatentSpaceOptions _options;
    private readonly ElboEstimator _estimator;
    private readonly PosteriorMoments _moments;
    private readonly RowSample _sample;
    private readonly RowSample _importanceSample;
    private readonly RowSample _codeSample;

    public LatentSurvey(VaeScorer scorer, LatentSpaceOptions options)
    {
        _scorer = scorer;
        _options = options;
        _moments = new PosteriorMoments(scorer.Model.Architecture.LatentDimension);
        _sample = new RowSample(scorer.Model, options.MaxRows, options.Seed);
        _importanceSample = new RowSample(scorer.Model, options.ImportanceRows, options.Seed);
        _codeSample = new RowSample(scorer.Model, CodeRows, options.Seed);
        _estimator = new ElboEstimator(scorer, samples: 1, options.Seed, (row, completed, mean, logVariance) =>
        {
            _moments.Add(mean, logVariance);
            _sample.Add(completed, mean, logVariance);
            _importanceSample.Add(row, mean, logVariance);
            _codeSample.Add([], mean, logVariance);
        });
    }

    /// <summary>Adds a row.</summary>
    /// <param name="row">[D]. It is skipped and counted if the model cannot use a value.</param>
    public void Add(ReadOnlySpan<float> row) => _estimator.Add(row);

    /// <summary>Computes the report from the rows added.</summary>
    /// <param name="source">Where the rows come from, for messages.</param>
    /// <exception cref="ArgumentException">There are too few rows.</exception>
    public LatentSpaceReport Result(string source)
    {
        VaeEvaluation evaluation = _estimator.Result();
        CheckCount(evaluation, source);
        int dimension = _scorer.Model.Architecture.LatentDimension;
        double[][] covariance = _moments.AggregateCovariance();

        // Each measure has its own generator, so that the options of one do not change another.
        int seed = _options.Seed;
        var random = new Random(seed);
        float[] codes = _codeSample.Draw(random);
        using var decoder = new ModelDecoder(_scorer, _sample);
        var cloud = new CodeCloud(_sample.Draw(new Random(seed)), dimension);
        float[] rows = _sample.Normalized();
        return new LatentSpaceReport
        {
            Rows = evaluation.Rows,
            SkippedRows = evaluation.SkippedRows,
            Dimensions = _moments.Dimensions(evaluation.KlPerDimension),
            Aggregate = new AggregatePosterior
            {
                Mean = _moments.Mean(),
                Covariance = covariance,
                Mmd = PriorDiscrepancyTest.Run(codes, dimension, random),
                GaussianTotalCorrelation = TotalCorrelation.OfGaussian(covariance),
                MixtureTotalCorrelation = TotalCorrelation.OfMixture(
                    [.. Enumerable.Range(0, _codeSample.Count).Select(_codeSample.Posterior)], codes),
            },
            Rate = evaluation.Sampled.KlDivergence,
            Distortion = evaluation.Sampled.ReconstructionError,
            ImportanceBound = ImportanceSampling.Run(_scorer, _importanceSample, _options.ImportanceSamples, new Random(seed)),
            Continuity = new ContinuityMeasure(decoder.Decode, rows, _sample.Means(), cloud, seed)
                .Measure(_options.Paths, _options.PathSteps),
            Completeness = Completeness(decoder.Decode, rows, cloud),
        };
    }

    public void Dispose() => _estimator.Dispose();

    private LatentCompleteness Completeness(LatentDecoder decode, float[] rows, CodeCloud cloud)
    {
        // Under the conditions of the rows, so that decodings have the same share of each condition.
        int[] all = [.. Enumerable.Range(0, _sample.Count)];
        var random = new Random(_options.Seed);
        var measure = new CompletenessMeasure(rows, _scorer.Model.Architecture.ScoredSlots, _options.Neighbors);
        float[] prior = [.. new ModelPrior(_scorer.Model).Draw(_sample.Count, random).SelectMany(z => z)];
        return new LatentCompleteness
        {
            Prior = measure.Compare(decode(prior, all)),
            FittedGaussian = measure.Compare(decode(cloud.Draw(random, _sample.Count), all)),
            Codes = measure.Compare(decode(_sample.Means(), all), ofRows: true),
            PrecisionOfRows = measure.Compare(rows, ofRows: true).Precision,
            Rows = _sample.Count,
            Neighbors = _options.Neighbors,
        };
    }

    private void CheckCount(VaeEvaluation evaluation, string source)
    {
        int needed = Math.Max(2, _options.Neighbors + 1);
        string skipped = evaluation.SkippedRows > 0 ? $", and {evaluation.SkippedRows} with NaN or infinity" : "";
        if (evaluation.Rows < needed)
        {
            throw new ArgumentException(
                $"Neighbors is {_options.Neighbors}, which needs at least {needed} rows with finite values, "
                    + $"but {source} has {evaluation.Rows}{skipped}. Give more rows, or lower Neighbors.");
        }

        if (_sample.Count < needed)
        {
            throw new ArgumentException(
                $"Neighbors is {_options.Neighbors}, which needs at least {needed} rows, "
                    + $"but MaxRows is {_options.MaxRows}. Raise MaxRows, or lower Neighbors.");
        }
    }
}
