using System.Runtime.InteropServices;
using VaeTransforms.Model;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Rows as the network takes them: gathered, normalised, and with a 1 after each, by which a layer multiplies its biases.</summary>
/// <param name="rows">[rows, D], row-major, in the input's own units.</param>
/// <param name="scaling">How each feature is normalised.</param>
internal sealed class TrainingBatches(float[] rows, InputScaling scaling)
{
    /// <summary>Some rows, in one pass over their memory.</summary>
    /// <param name="indices">Which, [n].</param>
    /// <returns>[n, D + 1].</returns>
    public Tensor Read(ReadOnlySpan<long> indices)
    {
        int width = scaling.Offset.Length;
        Tensor batch = empty([indices.Length, width + 1], float32, CPU);
        Span<float> values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        foreach (long index in indices)
        {
            RowNormalization.Apply(rows.AsSpan(checked((int)(index * width)), width), scaling.Offset, scaling.Scale, scaling.Quantiles, values);
            values[width] = 1;
            values = values[(width + 1)..];
        }

        return batch;
    }
}
