using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// What Adam keeps between steps, as the lists that its fused update takes: one item each, since all weights are one vector.
/// </summary>
internal sealed class OptimizerState : IDisposable
{
    /// <summary>
    /// The lines of a compiled function that update the weights, within its loop over steps. Its arguments have the names of the
    /// members here, and <c>adam</c> is the list of <see cref="Constants"/>.
    /// </summary>
    public const string Update = """
                if adam[3] > 0.0:
                    parameters[0].addcmul_(parameters[0], decayed, value=-adam[3] * rates[i])
                step[0].add_(1)
                torch._fused_adam_(
                    parameters, gradient, first, second, unused, step, lr=rates[i], beta1=adam[0], beta2=adam[1],
                    weight_decay=0.0, eps=adam[2], amsgrad=False, maximize=False)
        """;

    /// <param name="network">Stays the caller's.</param>
    /// <param name="clipNorm">The norm that a gradient is clipped to.</param>
    /// <param name="adam">Its constants; null for the defaults.</param>
    public OptimizerState(TorchNetwork network, double clipNorm, AdamOptions? adam = null)
    {
        adam ??= new AdamOptions();
        Parameters = [network.Parameters];
        Gradient = [network.Gradient];
        FirstMoment = [zeros_like(network.Parameters)];
        SecondMoment = [zeros_like(network.Parameters)];
        Step = [zeros([], float32, CPU)];
        ClipNorm = tensor(clipNorm, float64);
        Constants = tensor([adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay], float64);
        Decayed = adam.WeightDecay > 0 ? Matrices(network) : zeros(0, float32, CPU);
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

    /// <summary>Both betas, epsilon and weight decay, [4].</summary>
    public Tensor Constants { get; }

    /// <summary>1 for each number of a matrix and 0 for every other, [count]; empty without weight decay.</summary>
    public Tensor Decayed { get; }

    public void Dispose() => Array.ForEach(
        [.. FirstMoment, .. SecondMoment, .. Step, ClipNorm, Constants, Decayed], tensor => tensor.Dispose());

    private static Tensor Matrices(TorchNetwork network)
    {
        Tensor decayed = zeros_like(network.Parameters);
        foreach ((WeightShape shape, Tensor view) in network.Shapes.Zip(network.Views(decayed)))
        {
            if (shape.Shape.Length > 1)
            {
                using Tensor whole = ones_like(view);
                view.copy_(whole);
            }

            view.Dispose();
        }

        return decayed;
    }
}
