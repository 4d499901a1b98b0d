using TorchSharp;
using VaeTransforms.Formulas;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Measures the parts of the bound on held-out rows, with the same noise every time.</summary>
/// <remarks>Its tensors belong to the dispose scope that it is made in.</remarks>
internal sealed class HeldOutElbo
{
    // As many rows as keep an evaluation's memory small beside the data's own.
    private const int BatchRows = 4096;

    private readonly TorchNetwork _network;
    private readonly TrainingBatches _batches;
    private readonly long[] _rows;
    private readonly int _seed;
    private readonly bool _drawsBits;

    // Null where every row counts the same.
    private readonly Tensor? _weights;
    private readonly double _totalWeight;

    // Rows and noise where one batch holds them all: with many short epochs, most of an evaluation would go into making them
    // again.
    private readonly (InputRows<Tensor> Rows, Tensor Noise)? _only;

    /// <param name="network">Stays the caller's.</param>
    /// <param name="batches">Where the rows come from.</param>
    /// <param name="rows">Indices of the held-out rows; at least one.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="weights">Of all rows, [rows, 1]; null for 1 each.</param>
    /// <param name="drawsBits">Whether values are the probabilities of bits.</param>
    public HeldOutElbo(
        TorchNetwork network,
        TrainingBatches batches,
        long[] rows,
        int seed,
        Tensor? weights = null,
        bool drawsBits = false)
    {
        _drawsBits = drawsBits;
        _network = network;
        _batches = batches;
        _rows = rows;
        _seed = seed;
        _weights = weights?.index_select(0, tensor(rows));
        _totalWeight = _weights is null ? rows.LongLength : _weights.sum().item<float>();
        if (rows.Length <= BatchRows)
        {
            using Generator noise = Noise();
            _only = Batch(0, noise);
        }
    }

    /// <summary>Means over the rows, weighted where rows have weights.</summary>
    /// <param name="cancellation">Checked before each batch.</param>
    public ElboMetrics Measure(CancellationToken cancellation)
    {
        using var noGradients = no_grad();
        double reconstruction = 0;
        double kl = 0;
        using Generator? noise = _only is null ? Noise() : null;
        for (long start = 0; start < _rows.LongLength; start += BatchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            (InputRows<Tensor> x, Tensor epsilon) = _only ?? Batch(start, noise!);
            (Tensor r, Tensor k) = _network.SampledParts(x, epsilon);
            reconstruction += Weighted(r, start).sum().item<float>();
            kl += Weighted(k, start).sum().item<float>();
        }

        return new ElboMetrics(reconstruction / _totalWeight, kl / _totalWeight);
    }

    private Tensor Weighted(Tensor part, long start) =>
        _weights is null ? part : part * _weights.narrow(0, start, part.shape[0]);

    private Generator Noise() => new((ulong)_seed, CPU);

    /// <summary>Some rows and their noise, [n, K].</summary>
    private (InputRows<Tensor> Rows, Tensor Noise) Batch(long start, Generator noise)
    {
        VaeArchitecture architecture = _network.Architecture;
        int count = (int)Math.Min(BatchRows, _rows.LongLength - start);
        int slots = architecture.InputSize;
        Tensor read = _batches.Read(tensor(_rows.AsSpan((int)start, count).ToArray()));
        Tensor rows = _drawsBits ? DrawnBits.Of(read, noise) : read;
        var input = new InputRows<Tensor>(
            rows.narrow(1, 0, slots), architecture.HasMask ? rows.narrow(1, slots, slots) : null);
        return (input, randn([count, architecture.LatentDimension], float32, CPU, generator: noise));
    }
}
