using VaeTransforms.Numerics;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>Estimates the evidence lower bound over rows that come one at a time.</summary>
internal sealed class ElboEstimator : IDisposable
{
    private readonly int _samples;
    private readonly bool _hasMask;
    private readonly PosteriorReader? _read;
    private readonly Random _random;
    private readonly BatchScorer _encoder;
    private readonly BatchScorer _decoder;
    private readonly float[] _noise;
    private readonly float[] _completed;

    private int _pending;
    private long _rows;
    private long _skipped;
    private double _sampledError;
    private double _errorAtMean;
    private double _kl;
    private readonly double[] _klPerDimension;

    /// <param name="scorer">The model.</param>
    /// <param name="samples">Draws of z per row, from 1.</param>
    /// <param name="seed">Of those draws.</param>
    /// <param name="read">Receives each row that is not skipped, in order; null for none.</param>
    public ElboEstimator(VaeScorer scorer, int samples, int seed, PosteriorReader? read = null)
    {
        VaeArchitecture architecture = scorer.Model.Architecture;
        int capacity = VaeScorer.PreferredBatchSize(architecture);
        _samples = samples;
        _read = read;
        _random = new Random(seed);
        _hasMask = architecture.HasMask;
        _completed = new float[architecture.InputSize];
        _encoder = scorer.CreateBatch(
            VaeOutputs.Encoder | VaeOutputs.KlDivergence | VaeOutputs.ReconstructionError
                | (_hasMask && read is not null ? VaeOutputs.Reconstruction : VaeOutputs.None),
            capacity);
        _decoder = scorer.CreatePairs(VaeOutputs.ReconstructionError, capacity);
        _noise = new float[architecture.LatentDimension];
        _klPerDimension = new double[architecture.LatentDimension];
    }

    /// <summary>
    /// Takes a row, [D], the same with its reconstruction where values are missing, and the mean and log-variance of its
    /// posterior, [K] each; valid during the call.
    /// </summary>
    public delegate void PosteriorReader(
        ReadOnlySpan<float> row, ReadOnlySpan<float> completed, ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance);

    /// <summary>Takes a row.</summary>
    /// <param name="row">[D]; skipped and counted if a value is infinite, or NaN and the model has no mask.</param>
    public void Add(ReadOnlySpan<float> row)
    {
        foreach (float value in row)
        {
            if (!float.IsFinite(value) && !(_hasMask && float.IsNaN(value)))
            {
                _skipped++;
                return;
            }
        }

        row.CopyTo(_encoder.Input(_pending));
        row.CopyTo(_decoder.Input(_pending));
        if (++_pending == _encoder.Capacity)
        {
            Flush();
        }
    }

    /// <summary>What the rows so far give; zeros without any.</summary>
    public VaeEvaluation Result()
    {
        Flush();
        double count = Math.Max(1, _rows);
        double[] perDimension = [.. _klPerDimension.Select(kl => kl / count)];
        double kl = _kl / count;
        return new VaeEvaluation
        {
            Rows = _rows,
            SkippedRows = _skipped,
            Sampled = new ElboMetrics(_sampledError / count / _samples, kl),
            AtMean = new ElboMetrics(_errorAtMean / count, kl),
            KlPerDimension = perDimension,
        };
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    private void Flush()
    {
        if (_pending == 0)
        {
            return;
        }

        _encoder.Run(_pending);
        AddPosteriors();
        for (int sample = 0; sample < _samples; sample++)
        {
            Draw();
            _decoder.Run(_pending);
            for (int i = 0; i < _pending; i++)
            {
                _sampledError += _decoder.Output(VaeOutputs.ReconstructionError, i)[0];
            }
        }

        _rows += _pending;
        _pending = 0;
    }

    private void AddPosteriors()
    {
        for (int i = 0; i < _pending; i++)
        {
            _kl += _encoder.Output(VaeOutputs.KlDivergence, i)[0];
            _errorAtMean += _encoder.Output(VaeOutputs.ReconstructionError, i)[0];
            ReadOnlySpan<float> mean = _encoder.Output(VaeOutputs.Mean, i);
            ReadOnlySpan<float> logVariance = _encoder.Output(VaeOutputs.LogVariance, i);
            _read?.Invoke(_encoder.Input(i), Completed(i), mean, logVariance);
            for (int j = 0; j < mean.Length; j++)
            {
                _klPerDimension[j] += DiagonalGaussian.KlToStandardNormal([mean[j]], [logVariance[j]]);
            }
        }
    }

    private ReadOnlySpan<float> Completed(int place)
    {
        ReadOnlySpan<float> row = _encoder.Input(place);
        if (!_hasMask || _read is null)
        {
            return row;
        }

        ReadOnlySpan<float> reconstruction = _encoder.Output(VaeOutputs.Reconstruction, place);
        for (int slot = 0; slot < row.Length; slot++)
        {
            _completed[slot] = float.IsNaN(row[slot]) ? reconstruction[slot] : row[slot];
        }

        return _completed;
    }

    /// <summary>Gives the decoder a draw of z for each row.</summary>
    private void Draw()
    {
        for (int i = 0; i < _pending; i++)
        {
            StandardNormal.Fill(_random, _noise);
            DiagonalGaussian.Draw(
                _encoder.Output(VaeOutputs.Mean, i), _encoder.Output(VaeOutputs.LogVariance, i), _noise, _decoder.Input(1, i));
        }
    }
}
