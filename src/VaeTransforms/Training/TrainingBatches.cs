using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Rows as the network takes them: gathered, normalised, and with a 1 after each, by which a layer multiplies its biases.</summary>
/// <param name="rows">[rows, D] in the input's own units.</param>
/// <param name="offset">[D].</param>
/// <param name="scale">[D].</param>
internal sealed class TrainingBatches(Tensor rows, Tensor offset, Tensor scale)
{
    /// <summary>Some rows.</summary>
    /// <param name="indices">Which, [n].</param>
    /// <returns>[n, D + 1].</returns>
    public Tensor Read(Tensor indices)
    {
        using var scope = NewDisposeScope();
        long width = rows.shape[1];
        Tensor batch = ones([indices.shape[0], width + 1], float32, CPU);
        batch.narrow(1, 0, width).copy_(rows.index_select(0, indices).sub_(offset).div_(scale));
        return scope.MoveToOuter(batch);
    }
}
