using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// What Adam keeps between steps, as the lists that its fused update takes: one item each, since all weights are one vector.
/// </summary>
internal sealed class OptimizerState : IDisposable
{
    /// <param name="network">Stays the caller's.</param>
    /// <param name="clipNorm">The norm that a gradient is clipped to.</param>
    public OptimizerState(TorchNetwork network, double clipNorm)
    {
        Parameters = [network.Parameters];
        Gradient = [network.Gradient];
        FirstMoment = [zeros_like(network.Parameters)];
        SecondMoment = [zeros_like(network.Parameters)];
        Step = [zeros([], float32, CPU)];
        ClipNorm = tensor(clipNorm, float64);
    }

    public Tensor[] Parameters { get; }

    public Tensor[] Gradient { get; }

    public Tensor[] FirstMoment { get; }

    public Tensor[] SecondMoment { get; }

    public Tensor[] Step { get; }

    /// <summary>
    /// A tensor, since TorchSharp would turn a number into a native scalar that a garbage collection may free before it is read;
    /// see <see cref="NumberArithmetic"/>.
    /// </summary>
    public Tensor ClipNorm { get; }

    public void Dispose() => Array.ForEach([.. FirstMoment, .. SecondMoment, .. Step, ClipNorm], tensor => tensor.Dispose());
}
