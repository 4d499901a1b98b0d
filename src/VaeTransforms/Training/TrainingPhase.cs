using TorchSharp;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>A part of training with one prior: the network, what takes steps on it, and what measures it.</summary>
internal sealed class TrainingPhase : IDisposable
{
    // Null where no rows are held out.
    private readonly HeldOutElbo? _heldOut;

    private TrainingPhase(TorchNetwork network, ITrainingSteps steps, HeldOutElbo? heldOut, EarlyStopping stopping)
    {
        Network = network;
        Steps = steps;
        _heldOut = heldOut;
        Stopping = stopping;
        Best = network.Parameters.clone();
    }

    public TorchNetwork Network { get; }

    public ITrainingSteps Steps { get; }

    public EarlyStopping Stopping { get; }

    /// <summary>The weights of the best epoch, or the last where no rows are held out.</summary>
    public Tensor Best { get; }

    /// <summary>Begins with random weights, with those of an initial model, or with those of the phase before.</summary>
    /// <param name="plan">All choices.</param>
    /// <param name="prior">Of this phase.</param>
    /// <param name="before">The phase before, with the same network; the caller still owns it. Null for none.</param>
    /// <param name="data">The rows.</param>
    public static TrainingPhase Begin(TrainingPlan plan, Prior prior, TrainingPhase? before, TrainingData data)
    {
        VaeArchitecture architecture = plan.Architecture with { Prior = prior };
        var network = new TorchNetwork(architecture, data.Generator);
        if (plan.InitialModel is { } initial)
        {
            network.Load(initial.Weights);
        }
        else
        {
            if (before is not null)
            {
                network.CopyFrom(before.Network);
            }

            network.Load(VaeArchitecture.PriorName, prior.Start(
                new PriorRows(network, data.Batches, data.Training, plan.Seed, plan.Labels), new Random(plan.Seed)));
        }

        ITrainingSteps steps = !plan.AlwaysDifferentiate && plan.RowWeights is null && plan.Objective is ElboObjective
            && DenseNetwork.Match(architecture) is { } pattern
                ? new DenseSteps(network, pattern, plan.GradientClipNorm, plan.Adam)
                : new FormulaSteps(
                    network,
                    plan.GradientClipNorm,
                    plan.Adam,
                    plan.Objective,
                    data.RowsPerEpoch,
                    hasLabels: plan.Labels is not null && prior.Clusters > 0);
        Tensor? weights = plan.RowWeights is null ? null : data.RowSides!.narrow(1, 0, 1);
        HeldOutElbo? heldOut = data.Validation.Length > 0
            ? new HeldOutElbo(network, data.Batches, data.Validation, plan.Seed + 1, weights, plan.DrawsBits)
            : null;
        int annealed = (int)Math.Ceiling(plan.Objective.Annealing.End * plan.Epochs) + 1;
        return new TrainingPhase(network, steps, heldOut, new EarlyStopping(plan.Patience, annealed));
    }

    /// <summary>The bound on the held-out rows; null where there are none.</summary>
    /// <param name="cancellation">Checked before each batch.</param>
    public ElboMetrics? Measure(CancellationToken cancellation) => _heldOut?.Measure(cancellation);

    /// <summary>Keeps the weights as they are.</summary>
    public void Keep() => Best.copy_(Network.Parameters);

    /// <summary>Adds what this phase knows to a state.</summary>
    public TrainingState Fill(TrainingState state) => state with
    {
        BestEpoch = Stopping.BestEpoch,
        BestQuality = Stopping.BestQuality,
        OptimizerStep = Steps.State.Step[0].item<float>(),
        Weights = Network.Parameters.data<float>().ToArray(),
        BestWeights = Best.data<float>().ToArray(),
        FirstMoment = Steps.State.FirstMoment[0].data<float>().ToArray(),
        SecondMoment = Steps.State.SecondMoment[0].data<float>().ToArray(),
    };

    /// <summary>Goes on from a state.</summary>
    public void Restore(TrainingState state)
    {
        using DisposeScope scope = NewDisposeScope();
        Stopping.Restore(state.BestEpoch, state.BestQuality);
        Steps.State.Step[0].fill_(state.OptimizerStep);
        Network.Parameters.copy_(tensor(state.Weights));
        Best.copy_(tensor(state.BestWeights));
        Steps.State.FirstMoment[0].copy_(tensor(state.FirstMoment));
        Steps.State.SecondMoment[0].copy_(tensor(state.SecondMoment));
    }

    public void Dispose()
    {
        Best.Dispose();
        Steps.Dispose();
        Network.Dispose();
    }
}

/// <summary>The rows of a run, with the generator of its random numbers. Its owner disposes the tensors.</summary>
/// <param name="Batches">All rows, normalized.</param>
/// <param name="RowsPerEpoch">Rows that are trained on.</param>
/// <param name="Training">Indices of those of them that are in memory.</param>
/// <param name="Validation">Indices of the held-out rows.</param>
/// <param name="RowSides">
/// What <see cref="SideFactors"/> gives of the rows in memory; null where there are neither weights nor labels.
/// </param>
/// <param name="Generator">Advanced.</param>
internal sealed record TrainingData(
    TrainingBatches Batches,
    long RowsPerEpoch,
    long[] Training,
    long[] Validation,
    Tensor? RowSides,
    Generator Generator);
