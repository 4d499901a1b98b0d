using System.Numerics.Tensors;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Sampling;

/// <summary>Fills the gaps of rows from what their other values say about them.</summary>
/// <remarks>
/// Draws of z from q(z | x) are weighted by p(x, z) / q(z | x) over the values that are there. Mattei and Frellsen 2019, 'MIWAE:
/// deep generative modelling and imputation of incomplete data sets'.
/// </remarks>
internal sealed class GapFiller : IDisposable
{
    /// <summary>Draws of z for each row.</summary>
    public const int Samples = 64;

    private readonly TrainedVae _model;
    private readonly BatchScorer _encoder;
    private readonly BatchScorer _pairs;
    private readonly DecodedRows _decoded;
    private readonly int? _seedOfRows;
    private readonly float[] _noise;
    private readonly ModelPrior _prior;
    private readonly double[] _weights = new double[Samples];
    private Random _random;

    /// <param name="scorer">Of a model with a mask.</param>
    /// <param name="withBest">
    /// Whether to fill gaps with best values too, and not with draws alone. Then the draws of each row begin anew, so that its
    /// values do not depend on the rows before it. Draws alone go on, so that those of different rows have nothing in common.
    /// </param>
    /// <param name="seed">Of the draws.</param>
    public GapFiller(VaeScorer scorer, int seed, bool withBest)
    {
        _model = scorer.Model;
        _encoder = scorer.CreateBatch(VaeOutputs.Encoder, 1);
        VaeOutputs means = withBest ? VaeOutputs.Reconstruction : VaeOutputs.None;
        _pairs = scorer.CreatePairs(VaeOutputs.ReconstructionError | VaeOutputs.DecoderOutput | means, Samples);
        _decoded = new DecodedRows(_model);
        _prior = new ModelPrior(_model);
        _random = new Random(seed);
        _seedOfRows = withBest ? seed : null;
        _noise = new float[_model.Architecture.LatentDimension];
    }

    /// <summary>Takes a row: the next fillings are of it.</summary>
    /// <param name="row">[D], centered; NaN where a value is missing.</param>
    public void Begin(ReadOnlySpan<float> row)
    {
        _random = _seedOfRows is { } seed ? new Random(seed) : _random;
        row.CopyTo(_encoder.Input(0));
        _encoder.Run(1);
        for (int i = 0; i < Samples; i++)
        {
            row.CopyTo(_pairs.Input(0, i));
            double density = PosteriorDraw.Next(
                _encoder.Output(VaeOutputs.Mean, 0),
                _encoder.Output(VaeOutputs.LogVariance, 0),
                _random,
                _noise,
                _pairs.Input(1, i));
            _weights[i] = _prior.LogDensity(_pairs.Input(1, i)) - density;
        }

        _pairs.Run(Samples);
        for (int i = 0; i < Samples; i++)
        {
            _weights[i] -= _pairs.Output(VaeOutputs.ReconstructionError, i)[0];
        }
    }

    /// <summary>
    /// Fills each gap with one value: a category with its most probable value, a number that takes a few levels with its median,
    /// and any other number with its mean.
    /// </summary>
    /// <param name="row">[D], changed where it has NaN.</param>
    public void FillWithBest(Span<float> row)
    {
        double[] shares = Shares();
        var means = new double[row.Length];
        var outputs = new double[Samples][];
        for (int i = 0; i < Samples; i++)
        {
            ReadOnlySpan<float> decoded = _pairs.Output(VaeOutputs.Reconstruction, i);
            for (int slot = 0; slot < means.Length; slot++)
            {
                means[slot] += shares[i] * decoded[slot];
            }

            outputs[i] = DecodedRows.Doubles(_pairs.Output(VaeOutputs.DecoderOutput, i));
        }

        double[] medians = _decoded.MedianLevels(outputs, shares, Array.ConvertAll(row.ToArray(), float.IsNaN));
        foreach (VaeColumn column in _model.Columns)
        {
            Span<float> slots = row.Slice(column.Start, column.Slots);
            ReadOnlySpan<double> expected = means.AsSpan(column.Start, column.Slots);
            if (column.IsCategory && float.IsNaN(slots[0]))
            {
                slots.Clear();
                slots[TensorPrimitives.IndexOfMax(expected)] = 1;
                continue;
            }

            for (int slot = 0; slot < slots.Length; slot++)
            {
                double median = medians[column.Start + slot];
                slots[slot] = !float.IsNaN(slots[slot]) ? slots[slot] : (float)(double.IsNaN(median) ? expected[slot] : median);
            }
        }
    }

    /// <summary>Fills the gaps with a draw from their distribution given the values that are there.</summary>
    /// <param name="row">[D], changed where it has NaN.</param>
    public void FillWithDraw(Span<float> row)
    {
        int chosen = RandomDraw.Category(_weights, _random);
        float[] drawn = _decoded.Draw(_pairs.Output(VaeOutputs.DecoderOutput, chosen), _random);
        for (int slot = 0; slot < row.Length; slot++)
        {
            row[slot] = float.IsNaN(row[slot]) ? drawn[slot] : row[slot];
        }
    }

    /// <summary>The weights of the draws of z, so that they add up to 1.</summary>
    private double[] Shares()
    {
        double max = _weights.Max();
        double[] shares = Array.ConvertAll(_weights, weight => Math.Exp(weight - max));
        double sum = shares.Sum();
        return Array.ConvertAll(shares, share => share / sum);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _pairs.Dispose();
    }
}
