using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Takes steps on any network, by a compiled function that is written from its formulas.</summary>
internal sealed class FormulaSteps : ITrainingSteps
{
    private readonly jit.CompilationUnit _function;
    private readonly OptimizerState _state;
    private readonly Tensor[] _weights;
    private readonly Tensor[] _gradients;
    private readonly Tensor _numbers;
    private readonly Tensor[] _constants;

    /// <param name="network">Stays the caller's.</param>
    /// <param name="clipNorm">The norm that a gradient is clipped to.</param>
    /// <param name="adam">The constants of the optimizer; null for the defaults.</param>
    /// <param name="objective">What is minimized; null for the ELBO.</param>
    /// <param name="trainingRows">Rows that a batch is a sample of.</param>
    /// <param name="hasLabels">Whether rows have labels, and the prior a cluster for each.</param>
    public FormulaSteps(
        TorchNetwork network,
        double clipNorm,
        AdamOptions? adam = null,
        Objective? objective = null,
        long trainingRows = 1,
        bool hasLabels = false)
    {
        FormulaScript script = FormulaScript.For(network.Architecture, objective, trainingRows, hasLabels);
        PartNames = script.PartNames;
        _function = CompiledFunctions.Of(script.Source);
        _state = new OptimizerState(network, clipNorm, adam);
        _weights = [.. network.Shapes.Select(shape => network[shape.Name])];
        _gradients = network.Views(network.Gradient);
        _numbers = tensor(script.Numbers.ToArray(), float64);
        _constants = [.. script.Constants.Select(constant => constant.Made())];
    }

    public OptimizerState State => _state;

    public TrainingPath Path => TrainingPath.Derived;

    public IReadOnlyList<string> PartNames { get; }

    public StepOutcome[] Take(Tensor rows, Tensor noise, Tensor uniforms, Tensor? rowSides, ReadOnlySpan<StepSchedule> schedule)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        (Tensor rates, Tensor klWeights) = StepSchedule.Tensors(schedule);
        rowSides ??= ones([rows.shape[0], rows.shape[1], 1], float32, CPU);
        var outcomes = (Tensor)_function.invoke(
            FormulaScript.Function, rows, noise, uniforms, rowSides, rates, klWeights, _numbers, _constants, _weights,
            _gradients,
            _state.Parameters, _state.Gradient, _state.FirstMoment, _state.SecondMoment, _state.Step, _state.ClipNorm,
            _state.Constants, _state.Decayed);
        return StepOutcome.Read(outcomes);
    }

    public void Dispose()
    {
        _state.Dispose();
        _numbers.Dispose();
        Array.ForEach(_constants, constant => constant.Dispose());
        Array.ForEach(_gradients, gradient => gradient.Dispose());
    }
}
