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

    // Rows and noise where one batch holds them all: with many short epochs, most of an evaluation would go into making them
    // again.
    private readonly (InputRows<Tensor> Rows, Tensor Noise)? _only;

    /// <param name="network">Stays the caller's.</param>
    /// <param name="batches">Where the rows come from.</param>
    /// <param name="rows">Indices of the held-out rows; at least one.</param>
    /// <param name="seed">Of the noise.</param>
    public HeldOutElbo(TorchNetwork network, TrainingBatches batches, long[] rows, int seed)
    {
        _network = network;
        _batches = batches;
        _rows = rows;
        _seed = seed;
        if (rows.Length <= BatchRows)
        {
            using Generator noise = Noise();
            _only = Batch(0, noise);
        }
    }

    /// <summary>Means over the rows.</summary>
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
            reconstruction += r.sum().item<float>();
            kl += k.sum().item<float>();
        }

        return new ElboMetrics(reconstruction / _rows.LongLength, kl / _rows.LongLength);
    }

    private Generator Noise() => new((ulong)_seed, CPU);

    /// <summary>Some rows and their noise, [n, K].</summary>
    private (InputRows<Tensor> Rows, Tensor Noise) Batch(long start, Generator noise)
    {
        VaeArchitecture architecture = _network.Architecture;
        int count = (int)Math.Min(BatchRows, _rows.LongLength - start);
        int slots = architecture.InputSize;
        Tensor rows = _batches.Read(tensor(_rows.AsSpan((int)start, count).ToArray()));
        var input = new InputRows<Tensor>(
            rows.narrow(1, 0, slots), architecture.HasMask ? rows.narrow(1, slots, slots) : null);
        return (input, randn([count, architecture.LatentDimension], float32, CPU, generator: noise));
    }
}
