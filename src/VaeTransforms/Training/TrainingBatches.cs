using TorchSharp;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Rows as the network takes them: gathered, normalized, and each with a 1 at its end, which a layer multiplies by its biases.
/// </summary>
/// <remarks>
/// Computed by libtorch, whose threads share the work. Its tensors belong to the dispose scope that it is made in.
/// </remarks>
internal sealed class TrainingBatches
{
    private static readonly TorchOps Ops = new();

    private readonly Tensor _rows;
    private readonly Normalization _normalization;
    private readonly Dictionary<string, Tensor> _weights;

    /// <param name="rows">In the input's own units; read where they are.</param>
    /// <param name="normalization">How each feature is normalized.</param>
    public TrainingBatches(RowMatrix rows, LearnedNormalization normalization)
    {
        _rows = frombuffer(rows.Values, float32).view(-1, rows.Width);
        _normalization = normalization.Normalization;
        _weights = normalization.Arrays.ToDictionary(array => array.Key, array => tensor(array.Value));
    }

    /// <summary>Some rows.</summary>
    /// <param name="indices">Which, [n].</param>
    /// <returns>[n, D + 1].</returns>
    public Tensor Read(Tensor indices)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGradients = no_grad();
        Tensor rows = _normalization.Normalize(Ops, _rows.index_select(0, indices), _weights);
        Tensor batch = ones([rows.shape[0], rows.shape[1] + 1], float32, CPU);
        batch.narrow(1, 0, rows.shape[1]).copy_(rows);
        return batch.MoveToOuterDisposeScope();
    }
}
