using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>What Adam keeps between steps, as the lists that the fused update takes: one item long, since all weights are one vector.</summary>
internal sealed class OptimizerState : IDisposable
{
    /// <param name="network">Stays the caller's.</param>
    /// <param name="clipNorm">The norm that a gradient is cut to.</param>
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
    /// A tensor, since a number among a function's arguments would become a native one that only a temporary object owns: a
    /// collection of garbage during the call frees it before it is read.
    /// </summary>
    public Tensor ClipNorm { get; }

    public void Dispose() => Array.ForEach([.. FirstMoment, .. SecondMoment, .. Step, ClipNorm], tensor => tensor.Dispose());
}
