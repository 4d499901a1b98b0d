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
    private readonly Random _random;
    private readonly float[] _noise;
    private readonly double[] _weights = new double[Samples];

    /// <param name="scorer">Of a model with a mask.</param>
    /// <param name="outputs">Reconstruction to fill gaps with means, DecoderOutput to fill them with draws; or both.</param>
    /// <param name="seed">Of the draws.</param>
    public GapFiller(VaeScorer scorer, VaeOutputs outputs, int seed)
    {
        _model = scorer.Model;
        _encoder = scorer.CreateBatch(VaeOutputs.Encoder, 1);
        _pairs = scorer.CreatePairs(VaeOutputs.ReconstructionError | outputs, Samples);
        _decoded = new DecodedRows(_model);
        _random = new Random(seed);
        _noise = new float[_model.Architecture.LatentDimension];
    }

    /// <summary>Takes a row: the next fillings are of it.</summary>
    /// <param name="row">[D], centered; NaN where a value is missing.</param>
    public void Begin(ReadOnlySpan<float> row)
    {
        row.CopyTo(_encoder.Input(0));
        _encoder.Run(1);
        for (int i = 0; i < Samples; i++)
        {
            row.CopyTo(_pairs.Input(0, i));
            _weights[i] = PosteriorDraw.Next(
                _encoder.Output(VaeOutputs.Mean, 0),
                _encoder.Output(VaeOutputs.LogVariance, 0),
                _random,
                _noise,
                _pairs.Input(1, i));
        }

        _pairs.Run(Samples);
        for (int i = 0; i < Samples; i++)
        {
            _weights[i] -= _pairs.Output(VaeOutputs.ReconstructionError, i)[0];
        }
    }

    /// <summary>Fills the gaps with expected values; a category with its most probable value.</summary>
    /// <param name="row">[D], changed where it has NaN.</param>
    public void FillWithMeans(Span<float> row)
    {
        double max = _weights.Max();
        double[] shares = Array.ConvertAll(_weights, weight => Math.Exp(weight - max));
        double sum = shares.Sum();
        var means = new double[row.Length];
        for (int i = 0; i < Samples; i++)
        {
            ReadOnlySpan<float> decoded = _pairs.Output(VaeOutputs.Reconstruction, i);
            for (int slot = 0; slot < means.Length; slot++)
            {
                means[slot] += shares[i] / sum * decoded[slot];
            }
        }

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
                slots[slot] = float.IsNaN(slots[slot]) ? (float)expected[slot] : slots[slot];
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

    public void Dispose()
    {
        _encoder.Dispose();
        _pairs.Dispose();
    }
}
