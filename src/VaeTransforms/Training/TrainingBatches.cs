using System.Runtime.InteropServices;
using TorchSharp;
using VaeTransforms.Model;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Rows as the network takes them: gathered, normalised, and with a 1 after each, by which a layer multiplies its biases.</summary>
/// <remarks>By libtorch, whose threads share the work where there are several. Its tensors belong to the dispose scope it is made in.</remarks>
internal sealed class TrainingBatches
{
    private readonly Tensor _rows;
    private readonly Tensor _offset;
    private readonly Tensor _scale;
    private readonly QuantileMap? _quantiles;

    /// <param name="rows">[rows, D], row-major, in the input's own units; read where they are.</param>
    /// <param name="scaling">How each feature is normalised.</param>
    public TrainingBatches(float[] rows, InputScaling scaling)
    {
        _rows = frombuffer(rows, float32).view(-1, scaling.Offset.Length);
        _offset = tensor(scaling.Offset);
        _scale = tensor(scaling.Scale);
        _quantiles = scaling.Quantiles;
    }

    /// <summary>Some rows.</summary>
    /// <param name="indices">Which, [n].</param>
    /// <returns>[n, D + 1].</returns>
    public Tensor Read(Tensor indices)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = _rows.index_select(0, indices).sub_(_offset).div_(_scale);
        Map(rows);
        Tensor batch = ones([rows.shape[0], rows.shape[1] + 1], float32, CPU);
        batch.narrow(1, 0, rows.shape[1]).copy_(rows);
        return batch.MoveToOuterDisposeScope();
    }

    /// <summary>Puts what follows on centring and scaling in place of it; no gradient passes through.</summary>
    private void Map(Tensor rows)
    {
        if (_quantiles is null)
        {
            return;
        }

        Span<float> values = MemoryMarshal.Cast<byte, float>(rows.bytes);
        int width = (int)rows.shape[1];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _quantiles.ToNormal(i % width, values[i]);
        }
    }
}
