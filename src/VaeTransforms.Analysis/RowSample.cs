using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>A random sample of rows with their posteriors. Every row added has the same probability of being in it.</summary>
/// <remarks>
/// Vitter 1985, 'Random sampling with a reservoir', algorithm R. If all rows fit, the sample is all rows, in order.
/// </remarks>
/// <param name="model">The model, for its normalization.</param>
/// <param name="maxRows">The maximum size of the sample, from 1.</param>
/// <param name="seed">The seed of the choice.</param>
internal sealed class RowSample(TrainedVae model, int maxRows, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(float[] Row, float[] Mean, float[] LogVariance)> _kept = [];
    private long _seen;

    /// <summary>The number of rows in the sample.</summary>
    public int Count => _kept.Count;

    /// <summary>Adds a row and its posterior.</summary>
    /// <param name="row">[D], in the original units.</param>
    /// <param name="mean">[K].</param>
    /// <param name="logVariance">[K].</param>
    public void Add(ReadOnlySpan<float> row, ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance)
    {
        _seen++;
        if (_kept.Count < maxRows)
        {
            _kept.Add((row.ToArray(), mean.ToArray(), logVariance.ToArray()));
            return;
        }

        long place = _random.NextInt64(_seen);
        if (place < maxRows)
        {
            row.CopyTo(_kept[(int)place].Row);
            mean.CopyTo(_kept[(int)place].Mean);
            logVariance.CopyTo(_kept[(int)place].LogVariance);
        }
    }

    /// <summary>A row in its original units, [D].</summary>
    public float[] Row(int row) => _kept[row].Row;

    /// <summary>The posterior of a row.</summary>
    public LatentPosterior Posterior(int row) => new(_kept[row].Mean, _kept[row].LogVariance);

    /// <summary>The condition of a row as the decoder takes it; empty for a model without one.</summary>
    public ReadOnlySpan<float> Condition(int row) => _kept[row].Row.AsSpan(model.Architecture.ScoredSlots);

    /// <summary>The rows before their condition, normalized as the encoder receives them, [rows, D].</summary>
    public float[] Normalized() => model.NormalizedFeatures([.. _kept.SelectMany(row => row.Row)]);

    /// <summary>The posterior means, [rows, K].</summary>
    public float[] Means() => [.. _kept.SelectMany(row => row.Mean)];

    /// <summary>One draw from the posterior of each row, [rows, K].</summary>
    /// <param name="random">Advanced.</param>
    public float[] Draw(Random random)
    {
        int dimension = _kept[0].Mean.Length;
        var codes = new float[Count * dimension];
        var noise = new float[dimension];
        for (int i = 0; i < Count; i++)
        {
            StandardNormal.Fill(random, noise);
            DiagonalGaussian.Draw(_kept[i].Mean, _kept[i].LogVariance, noise, codes.AsSpan(i * dimension, dimension));
        }

        return codes;
    }
}
