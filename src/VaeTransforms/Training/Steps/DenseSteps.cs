using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Takes steps by a function whose gradients are written out, with Adam as one fused call and the loop over steps inside: a small
/// network spends its time on arithmetic, not on calls and bookkeeping.
/// </summary>
internal sealed class DenseSteps : ITrainingSteps
{
    private readonly jit.CompilationUnit _function;
    private readonly OptimizerState _state;

    // The blocks of the dense layers, from the encoder's first through the heads to the decoder's last.
    private readonly Tensor[] _weights;
    private readonly Tensor[] _weightGradients;

    // [D], or empty for a likelihood without them.
    private readonly Tensor _logVariance;
    private readonly Tensor _logVarianceGradient;

    // Used by Student's t likelihood alone. They are arguments, so that a search over them compiles once.
    private readonly Tensor _degreesOfFreedom;
    private readonly Tensor _logNormalizer;

    /// <param name="network">Stays the caller's.</param>
    /// <param name="pattern">The network's form.</param>
    /// <param name="clipNorm">The norm that a gradient is clipped to.</param>
    /// <param name="adam">The constants of the optimizer; null for the defaults.</param>
    public DenseSteps(TorchNetwork network, DenseNetwork pattern, double clipNorm, AdamOptions? adam = null)
    {
        _function = CompiledFunctions.Of(StepScript.For(pattern));
        _state = new OptimizerState(network, clipNorm, adam);
        (_weights, _logVariance) = Blocks(network, network.Parameters);
        (_weightGradients, _logVarianceGradient) = Blocks(network, network.Gradient);
        double degrees = (pattern.Likelihood as StudentTLikelihood)?.DegreesOfFreedom ?? 0;
        _degreesOfFreedom = tensor(degrees, float64);
        _logNormalizer = tensor(degrees > 0 ? Numerics.StudentTDensity.LogNormalizer(degrees) : 0, float64);
    }

    public OptimizerState State => _state;

    public TrainingPath Path => TrainingPath.WrittenOut;

    public IReadOnlyList<string> PartNames => [];

    public StepOutcome[] Take(Tensor rows, Tensor noise, Tensor uniforms, Tensor? rowSides, ReadOnlySpan<StepSchedule> schedule)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        (Tensor rates, Tensor klWeights) = StepSchedule.Tensors(schedule);
        var outcomes = (Tensor)_function.invoke(
            StepScript.Function, rows, noise, rates, klWeights, _weights, _weightGradients, _logVariance, _logVarianceGradient,
            _state.Parameters, _state.Gradient, _state.FirstMoment, _state.SecondMoment, _state.Step, _state.ClipNorm,
            _state.Constants, _state.Decayed, _degreesOfFreedom, _logNormalizer);
        return StepOutcome.Read(outcomes);
    }

    public void Dispose()
    {
        _state.Dispose();
        Array.ForEach(
            [.. _weights, .. _weightGradients, _logVariance, _logVarianceGradient, _degreesOfFreedom, _logNormalizer],
            tensor => tensor.Dispose());
    }

    /// <summary>
    /// Views into a vector like that of all weights: blocks [inputs + 1, outputs], and the likelihood's log-variances.
    /// </summary>
    private static (Tensor[] Layers, Tensor LogVariance) Blocks(TorchNetwork network, Tensor vector)
    {
        var layers = new List<Tensor>();
        long start = 0;
        foreach (WeightShape weight in network.Shapes.Where(shape => shape.Shape.Length == 2))
        {
            long rows = weight.Shape[0] + 1;
            long count = rows * weight.Shape[1];
            using Tensor part = vector.narrow(0, start, count);
            layers.Add(part.view(rows, weight.Shape[1]));
            start += count;
        }

        return ([.. layers], vector.narrow(0, start, vector.shape[0] - start));
    }
}
