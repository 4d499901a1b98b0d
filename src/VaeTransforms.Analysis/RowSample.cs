using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Analysis;

/// <summary>At most so many rows with their posteriors, each row of all that come as likely as any other.</summary>
/// <remarks>Vitter 1985, 'Random sampling with a reservoir', algorithm R. Rows that all fit stay in order.</remarks>
/// <param name="model">Whose normalization applies.</param>
/// <param name="maxRows">From 1.</param>
/// <param name="seed">Which rows.</param>
internal sealed class RowSample(TrainedVae model, int maxRows, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(float[] Row, float[] Mean, float[] LogVariance)> _kept = [];
    private long _seen;

    /// <summary>Rows kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Takes a row and its posterior.</summary>
    /// <param name="row">[D], in its own units.</param>
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

    /// <summary>A row in its own units, [D].</summary>
    public float[] Row(int row) => _kept[row].Row;

    /// <summary>A row's posterior.</summary>
    public LatentPosterior Posterior(int row) => new(_kept[row].Mean, _kept[row].LogVariance);

    /// <summary>[rows, D], normalised as the encoder sees them.</summary>
    public float[] Normalized() => model.Normalize([.. _kept.SelectMany(row => row.Row)]);

    /// <summary>[rows, K] posterior means.</summary>
    public float[] Means() => [.. _kept.SelectMany(row => row.Mean)];

    /// <summary>[rows, K], one draw from each row's posterior.</summary>
    /// <param name="random">Is advanced.</param>
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
