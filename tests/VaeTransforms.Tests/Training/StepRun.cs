using VaeTransforms.Formulas;
using VaeTransforms.Training;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training;

/// <summary>
/// Training steps of a small network, written out or derived: the same weights, batches and noise for both.
/// </summary>
internal sealed class StepRun : IDisposable
{
    public const int Width = 11;
    public const int Latent = 3;

    private const int Rows = 6;

    private readonly Generator _generator = new(5, CPU);
    private readonly ITrainingSteps _steps;
    private readonly Tensor _noise;

    public StepRun(
        VaeArchitecture architecture,
        bool writtenOut,
        double clipNorm = double.PositiveInfinity,
        AdamOptions? adam = null)
    {
        Network = new TorchNetwork(architecture, _generator);
        using var _ = no_grad();
        Network.Parameters.add_(randn(Network.Parameters.shape, float32, CPU, generator: _generator), 0.2);
        Batches = ones(8, Rows, Width + 1);
        Batches.narrow(2, 0, Width).copy_(rand([8, Rows, Width], float32, CPU, generator: _generator));
        _noise = randn([8, Rows, Latent], float32, CPU, generator: _generator);
        _steps = writtenOut
            ? new DenseSteps(Network, DenseNetwork.Match(architecture)!, clipNorm, adam)
            : new FormulaSteps(Network, clipNorm, adam);
    }

    public TorchNetwork Network { get; }

    public Tensor Batches { get; }

    public StepOutcome[] Take(StepSchedule[] schedule)
    {
        using var _ = no_grad();
        int steps = schedule.Length;
        return _steps.Take(Batches.narrow(0, 0, steps), _noise.narrow(0, 0, steps), zeros(steps, Rows, 0), null, schedule);
    }

    /// <summary>The gradient at the first batch, by libtorch's own differentiation.</summary>
    public Tensor AutomaticGradient(double klWeight)
    {
        Tensor parameters = Network.Parameters.detach().clone().requires_grad_(true);
        Dictionary<string, Tensor> weights = Network.Shapes.Zip(Network.Views(parameters))
            .ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var formula = new VaeFormula<Tensor>(new TorchOps(), Network.Architecture, name => weights[name]);
        (Tensor error, Tensor kl) = formula.SampledParts(
            new(Batches[0].narrow(1, 0, Width)), new(Batches[0].narrow(1, 0, Width)), _noise[0]);
        ((error.sum() + (kl.sum() * klWeight)) / Rows).backward();
        return parameters.grad!;
    }

    public void Dispose()
    {
        _steps.Dispose();
        Network.Dispose();
        _generator.Dispose();
    }
}
