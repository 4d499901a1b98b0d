using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Steps by a function that libtorch compiles for the network: gradients by formula, Adam as one fused call, and the
/// loop over steps inside, so that a small network is not spent on calls and on book-keeping for gradients.
/// </summary>
internal sealed class CompiledSteps : ITrainingSteps
{
    // Kept for the life of the process: compiling takes a moment that only the first fit should pay, libtorch does not give
    // back all the memory of a function, and there are few: a source knows activation, likelihood and depth, but no sizes.
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, jit.CompilationUnit> Functions = [];

    private readonly jit.CompilationUnit _function;
    private readonly Tensor[] _weights;
    private readonly Tensor[] _weightGradients;
    private readonly Tensor _decoderLogVariance;
    private readonly Tensor _decoderLogVarianceGradient;

    // The update takes lists, one item long here: all weights are one vector.
    private readonly Tensor[] _parameters;
    private readonly Tensor[] _gradient;
    private readonly Tensor[] _firstMoment;
    private readonly Tensor[] _secondMoment;
    private readonly Tensor[] _step;

    // A number among the arguments would become a native one that only a temporary object owns: a collection of garbage
    // during the call frees it before it is read.
    private readonly Tensor _clipNorm;

    // Of a Student's t likelihood; numbers that other sources do not use. As arguments, so that a search over them compiles once.
    private readonly Tensor _degreesOfFreedom;
    private readonly Tensor _logNormalizer;

    /// <param name="network">Stays the caller's.</param>
    /// <param name="clipNorm">The norm that a gradient is cut to.</param>
    public CompiledSteps(VaeNetwork network, double clipNorm)
    {
        _function = Compiled(StepScript.For(network.Architecture));
        _weights = network.Layers(network.Parameters);
        _weightGradients = network.Layers(network.Gradient);
        _decoderLogVariance = network.DecoderLogVariance(network.Parameters);
        _decoderLogVarianceGradient = network.DecoderLogVariance(network.Gradient);
        _parameters = [network.Parameters];
        _gradient = [network.Gradient];
        _firstMoment = [zeros_like(network.Parameters)];
        _secondMoment = [zeros_like(network.Parameters)];
        _step = [zeros([], float32, CPU)];
        _clipNorm = tensor(clipNorm, float64);
        var studentT = network.Architecture.Likelihood as StudentTLikelihood;
        _degreesOfFreedom = tensor(studentT?.DegreesOfFreedom ?? 0, float64);
        _logNormalizer = tensor(studentT?.LogNormalizer ?? 0, float64);
    }

    public TrainingPath Path => TrainingPath.Compiled;

    public StepOutcome[] Take(Tensor rows, Tensor noise, ReadOnlySpan<StepSchedule> schedule)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var rates = new double[schedule.Length];
        var klWeights = new double[schedule.Length];
        for (int i = 0; i < schedule.Length; i++)
        {
            (rates[i], klWeights[i]) = schedule[i];
        }

        var outcomes = (Tensor)_function.invoke(
            StepScript.Function, rows, noise, tensor(rates, float64), tensor(klWeights, float64), _weights, _weightGradients,
            _decoderLogVariance, _decoderLogVarianceGradient, _parameters, _gradient, _firstMoment, _secondMoment, _step, _clipNorm,
            _degreesOfFreedom, _logNormalizer);
        float[] values = outcomes.data<float>().ToArray();
        var result = new StepOutcome[schedule.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = new StepOutcome(new ElboMetrics(values[3 * i], values[(3 * i) + 1]), values[(3 * i) + 2]);
        }

        return result;
    }

    public void Dispose()
    {
        Array.ForEach([.. _weights, .. _weightGradients, .. _firstMoment, .. _secondMoment, .. _step], tensor => tensor.Dispose());
        _decoderLogVariance.Dispose();
        _decoderLogVarianceGradient.Dispose();
        _clipNorm.Dispose();
        _degreesOfFreedom.Dispose();
        _logNormalizer.Dispose();
    }

    private static jit.CompilationUnit Compiled(string source)
    {
        lock (Gate)
        {
            if (!Functions.TryGetValue(source, out jit.CompilationUnit? function))
            {
                function = jit.compile(source);
                Functions.Add(source, function);
            }

            return function;
        }
    }
}
