using TorchSharp;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>The rows trained on as a network encodes them.</summary>
/// <param name="network">Stays the caller's.</param>
/// <param name="batches">All rows.</param>
/// <param name="training">Indices of the rows trained on.</param>
/// <param name="seed">Of the choice of rows.</param>
/// <param name="labels">Of all rows; null if none has a label.</param>
internal sealed class PriorRows(
    TorchNetwork network, TrainingBatches batches, long[] training, int seed, RowLabels? labels = null) : IPriorRows
{
    private const int ChunkRows = 4096;

    private readonly VaeArchitecture _architecture = network.Architecture;

    public int Latent => _architecture.LatentDimension;

    public (RowMatrix Means, RowMatrix Variances, int[] Labels) Posteriors(int maxRows)
    {
        var means = new List<float>();
        var variances = new List<float>();
        EachChunk(maxRows, (formula, rows) =>
        {
            (Tensor mean, Tensor logVariance) = formula.Encode(rows);
            means.AddRange(mean.contiguous().data<float>().ToArray());
            variances.AddRange(logVariance.exp().data<float>().ToArray());
        });
        int[] clusters = [.. Chosen(maxRows).Select(row => (labels?.Values[(int)row] ?? 0) - 1)];
        return (new RowMatrix([.. means], Latent), new RowMatrix([.. variances], Latent), clusters);
    }

    public int[] Clusters(RowMatrix points, int count, Random random)
    {
        int used = Math.Min(points.Rows, Math.Max(count, SpectralClusters.MaxPoints));
        int[] clusters = SpectralClusters.Of(
            new RowMatrix(points.Values[..(used * points.Width)], points.Width), count, random);
        return [.. clusters, .. Enumerable.Repeat(-1, points.Rows - used)];
    }

    public RowMatrix Inputs(int count)
    {
        var inputs = new List<float>();
        EachChunk(count, (formula, rows) => inputs.AddRange(formula.EncoderInput(rows).contiguous().data<float>().ToArray()));
        return new RowMatrix([.. inputs], _architecture.EncoderInputs);
    }

    /// <summary>A random part of the rows, of which those with a label come first.</summary>
    private long[] Chosen(int maxRows)
    {
        if (labels is null)
        {
            return RandomSubset.Of(training, maxRows, seed);
        }

        long[] labeled = RandomSubset.Of([.. training.Where(row => labels.Values[(int)row] > 0)], maxRows, seed);
        long[] others = [.. training.Where(row => labels.Values[(int)row] == 0)];
        return [.. labeled, .. RandomSubset.Of(others, maxRows - labeled.Length, seed)];
    }

    private void EachChunk(int maxRows, Action<VaeFormula<Tensor>, InputRows<Tensor>> use)
    {
        using var noGradients = no_grad();
        int slots = _architecture.InputSize;
        foreach (long[] chunk in Chosen(maxRows).Chunk(ChunkRows))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor read = batches.Read(tensor(chunk));
            use(
                new VaeFormula<Tensor>(new TorchOps(), _architecture, name => network[name]),
                new InputRows<Tensor>(
                    read.narrow(1, 0, slots), _architecture.HasMask ? read.narrow(1, slots, slots) : null));
        }
    }
}
