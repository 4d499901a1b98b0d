using System.Diagnostics;
using TorchSharp;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Trains a network on rows. A run releases everything of libtorch's that it made, however it ends. The caller's random streams,
/// thread counts, default types and gradient mode stay as they are.
/// </summary>
internal sealed partial class VaeTrainer : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly RowSplit _split;
    private readonly long _rowsPerEpoch;
    private readonly int _width;
    private readonly LearnedNormalization _normalization;
    private readonly int _stepsPerEpoch;
    private readonly long _totalSteps;

    private readonly Generator _generator;
    private readonly TrainingBatches _batches;
    private readonly Tensor _placesInMemory;
    private readonly SideFactors? _sideFactors;
    private readonly TrainingData _data;

    private readonly StepCalls _calls;

    // Epochs before the prior begins.
    private readonly int _epochsBefore;

    private readonly RunCheckpoints? _checkpoints;
    private readonly List<EpochMetrics> _epochs = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _before;

    private TrainingPhase _phase;
    private EpochSums _sums;

    // Empty before the order of the epoch is drawn.
    private byte[] _streamOfEpoch = [];
    private int _epoch = 1;
    private int _stepsOfEpoch;
    private long _step;
    private bool _stoppedEarly;

    private VaeTrainer(TrainingPlan plan, RowMatrix rows, RunCheckpoints? checkpoints)
    {
        _plan = plan;
        _checkpoints = checkpoints;
        _split = plan.Split(rows.Rows);
        _rowsPerEpoch = plan.TrainingRows(_split);
        _width = rows.Width;
        _normalization = plan.InitialModel is { } kept
            ? LearnedNormalization.Keep(kept, rows, _split.Training, plan.Stream?.Moments)
            : LearnedNormalization.Learn(
                plan.Normalization,
                rows,
                _split.Training,
                plan.Architecture.Likelihood as MixedLikelihood,
                plan.Stream?.Moments);
        _stepsPerEpoch = plan.StepsPerEpoch(_rowsPerEpoch);
        _totalSteps = (long)_stepsPerEpoch * plan.Epochs;

        _generator = new Generator((ulong)plan.Seed, CPU);
        _batches = new TrainingBatches(rows, _normalization, plan.Architecture.HasMask);
        _placesInMemory = frombuffer(_split.Training, int64);
        _sideFactors = SideFactors.Of(plan, _split.Training);
        _data = new TrainingData(
            _batches, _rowsPerEpoch, _split.Training, _split.Validation, _sideFactors?.InMemory(plan), _generator);
        Prior prior = plan.Architecture.Prior;
        _epochsBefore = plan.InitialModel is null
            ? Math.Min(plan.Epochs - 1, (int)Math.Ceiling(prior.SharedStart * plan.Epochs))
            : 0;
        _phase = TrainingPhase.Begin(plan, _epochsBefore > 0 ? Prior.StandardNormal : prior, before: null, _data);
        HiddenValues? hidden =
            plan.Architecture.HasMask ? new HiddenValues(rows, _split.Training, plan.Columns, _generator) : null;
        _calls = new StepCalls(plan, hidden, _generator);
        _sums = new EpochSums(_phase.Steps.PartNames);
        if (checkpoints?.Resumed is { } state)
        {
            _before = state.Elapsed;
            Restore(state);
        }
    }

    /// <summary>Trains, and returns the best epoch's weights as plain arrays.</summary>
    /// <param name="plan">All choices, resolved.</param>
    /// <param name="rows">At least 2 rows, finite, in the input's own units; lent for the time of the call, not changed.</param>
    /// <param name="onEpoch">Called after each epoch, on the thread that trains, while the caller waits.</param>
    /// <param name="cancellation">
    /// Checked every few milliseconds: before each step, or before each run of steps of a small network.
    /// </param>
    /// <param name="checkpoints">Where to go on, and where to save the course; null for neither.</param>
    /// <exception cref="TrainingDivergedException">The objective or its gradient stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TrainingResult Train(
        TrainingPlan plan,
        RowMatrix rows,
        Action<TrainingProgress> onEpoch,
        CancellationToken cancellation,
        RunCheckpoints? checkpoints = null)
    {
        using var end = new ProcessEnd(cancellation);
        return end.Run(token => TrainingThread.Run(StepCalls.FlopsOf(plan), () =>
        {
            end.Enter();
            using DisposeScope scope = NewDisposeScope();
            using var trainer = new VaeTrainer(plan, rows, checkpoints);
            return trainer.Run(onEpoch, token);
        }));
    }

    public void Dispose()
    {
        _phase.Dispose();
        _generator.Dispose();
    }

    private TrainingResult Run(Action<TrainingProgress> onEpoch, CancellationToken cancellation)
    {
        try
        {
            while (_epoch <= _plan.Epochs && !_stoppedEarly)
            {
                onEpoch(RunEpoch(cancellation));
            }
        }
        catch (OperationCanceledException)
        {
            // Whatever was canceled, the numbers fit each other: steps and epochs are counted when they are over.
            _checkpoints?.Save(State());
            throw;
        }

        // What comes after training may be stopped too.
        _checkpoints?.Save(State());
        _phase.Network.Parameters.copy_(_phase.Best);
        int best = _phase.Stopping.BestEpoch;
        return Result(best == 0 ? _epochs.Count : best);
    }

    private TrainingProgress RunEpoch(CancellationToken cancellation)
    {
        int epoch = _epoch;
        TakeSteps(cancellation);
        ElboMetrics? validation = _phase.Measure(cancellation);
        if (validation is { } measured && !double.IsFinite(measured.Elbo))
        {
            throw new TrainingDivergedException(_plan, epoch, _step, measured.Elbo);
        }

        double klWeight = _plan.Objective.KlWeight(_step - 1, _totalSteps);
        _epochs.Add(_sums.Means(epoch, validation, ScheduleAt(_step - 1).LearningRate, klWeight));

        // Without held-out rows a better epoch cannot be told from a luckier one, so the last one counts.
        EarlyStopping stopping = _phase.Stopping;
        if (validation is not { } heldOut || stopping.IsBest(epoch, Quality(heldOut)))
        {
            _phase.Keep();
        }

        bool mayStop = validation is not null && epoch > _epochsBefore && epoch < _plan.Epochs;
        _stoppedEarly = mayStop && stopping.ShouldStop(epoch);
        int bestEpoch = validation is null ? epoch : stopping.BestEpoch;
        if (epoch == _epochsBefore)
        {
            BeginPrior();
        }

        (_epoch, _stepsOfEpoch, _sums) = (epoch + 1, 0, new EpochSums(_phase.Steps.PartNames));
        _streamOfEpoch = [];
        _checkpoints?.Offer(State);
        return new TrainingProgress(_plan.Epochs, _epochs[^1], bestEpoch, Elapsed);
    }

    /// <summary>Continues with the weights so far and the prior of the plan.</summary>
    private void BeginPrior()
    {
        TrainingPhase before = _phase;
        _phase = TrainingPhase.Begin(_plan, _plan.Architecture.Prior, before, _data);
        before.Dispose();
    }

    /// <summary>
    /// The unweighted bound, whatever the objective. Without a weight the KL divergence grows freely and would favor hardly
    /// trained weights, so only the reconstruction counts.
    /// </summary>
    private double Quality(ElboMetrics heldOut) => _plan.Objective.Weight > 0 ? heldOut.Elbo : -heldOut.ReconstructionError;
}
