using System.Diagnostics;
using TorchSharp;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Trains a network on rows. A run releases everything of libtorch's that it made, however it ends. The caller's random streams,
/// thread counts, default types and gradient mode stay as they are.
/// </summary>
internal sealed class VaeTrainer : IDisposable
{
    // Steps in one call: enough to be worth the call and what it allocates, and so few that it returns within some hundredths of
    // a second, to check for cancellation and divergence.
    private const int MaxStepsPerCall = 32;
    private const double FlopsPerCall = 4e9;

    private readonly TrainingPlan _plan;
    private readonly RowSplit _split;
    private readonly LearnedNormalization _normalization;
    private readonly int _uniformsPerRow;
    private readonly int _stepsPerEpoch;
    private readonly int _stepsPerCall;
    private readonly long _totalSteps;

    private readonly Generator _generator;
    private readonly TrainingBatches _batches;
    private readonly Tensor _trainingRows;
    private readonly Tensor? _rowWeights;
    private readonly TrainingData _data;

    // Null for a network without a mask.
    private readonly HiddenValues? _hidden;

    // Epochs before the prior begins.
    private readonly int _epochsBefore;

    private TrainingPhase _phase;
    private long _step;

    private VaeTrainer(TrainingPlan plan, RowMatrix rows)
    {
        _plan = plan;
        _split = plan.Split(rows.Rows);
        _normalization = plan.InitialModel is { } kept
            ? LearnedNormalization.Keep(kept, rows, _split.Training)
            : LearnedNormalization.Learn(
                plan.Normalization, rows, _split.Training, plan.Architecture.Likelihood as MixedLikelihood);
        _uniformsPerRow = plan.Architecture.UniformsPerRow;
        _stepsPerEpoch = plan.StepsPerEpoch(_split.Training.LongLength);
        _stepsPerCall = (int)Math.Clamp(FlopsPerCall / StepFlops(plan), 1, MaxStepsPerCall);
        _totalSteps = (long)_stepsPerEpoch * plan.Epochs;

        _generator = new Generator((ulong)plan.Seed, CPU);
        _batches = new TrainingBatches(rows, _normalization, plan.Architecture.HasMask);
        _trainingRows = frombuffer(_split.Training, int64);
        _rowWeights = plan.RowWeights?.Normalized(_split.Training);
        _data = new TrainingData(_batches, _split.Training, _split.Validation, _rowWeights, _generator);
        Prior prior = plan.Architecture.Prior;
        _epochsBefore = plan.InitialModel is null
            ? Math.Min(plan.Epochs - 1, (int)Math.Ceiling(prior.SharedStart * plan.Epochs))
            : 0;
        _phase = TrainingPhase.Begin(plan, _epochsBefore > 0 ? Prior.StandardNormal : prior, before: null, _data);
        _hidden = plan.Architecture.HasMask ? new HiddenValues(rows, _split.Training, plan.Columns, _generator) : null;
    }

    /// <summary>Trains, and returns the best epoch's weights as plain arrays.</summary>
    /// <param name="plan">All choices, resolved.</param>
    /// <param name="rows">At least 2 rows, finite, in the input's own units; lent for the time of the call, not changed.</param>
    /// <param name="onEpoch">Called after each epoch, on the thread that trains, while the caller waits.</param>
    /// <param name="cancellation">
    /// Checked every few milliseconds: before each step, or before each run of steps of a small network.
    /// </param>
    /// <exception cref="TrainingDivergedException">The objective or its gradient stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TrainingResult Train(
        TrainingPlan plan, RowMatrix rows, Action<TrainingProgress> onEpoch, CancellationToken cancellation)
    {
        return TrainingThread.Run(StepFlops(plan), () =>
        {
            using DisposeScope scope = NewDisposeScope();
            using var trainer = new VaeTrainer(plan, rows);
            return trainer.Run(onEpoch, cancellation);
        });
    }

    public void Dispose()
    {
        _phase.Dispose();
        _generator.Dispose();
    }

    private TrainingResult Run(Action<TrainingProgress> onEpoch, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        var epochs = new List<EpochMetrics>();
        bool stoppedEarly = false;

        for (int epoch = 1; epoch <= _plan.Epochs && !stoppedEarly; epoch++)
        {
            EpochSums train = RunEpoch(epoch, cancellation);
            ElboMetrics? validation = _phase.Measure(cancellation);
            if (validation is { } measured && !double.IsFinite(measured.Elbo))
            {
                throw new TrainingDivergedException(_plan, epoch, _step, measured.Elbo);
            }

            double klWeight = _plan.Objective.KlWeight(_step - 1, _totalSteps);
            epochs.Add(train.Means(epoch, validation, ScheduleAt(_step - 1).LearningRate, klWeight));

            // Without held-out rows a better epoch cannot be told from a luckier one, so the last one counts.
            EarlyStopping stopping = _phase.Stopping;
            if (validation is not { } heldOut || stopping.IsBest(epoch, Quality(heldOut)))
            {
                _phase.Keep();
            }

            bool mayStop = validation is not null && epoch > _epochsBefore && epoch < _plan.Epochs;
            stoppedEarly = mayStop && stopping.ShouldStop(epoch);
            int bestEpoch = validation is null ? epoch : stopping.BestEpoch;
            onEpoch(new TrainingProgress(_plan.Epochs, epochs[^1], bestEpoch, Stopwatch.GetElapsedTime(started)));
            if (epoch == _epochsBefore)
            {
                BeginPrior();
            }
        }

        _phase.Network.Parameters.copy_(_phase.Best);
        int best = _phase.Stopping.BestEpoch;
        return Result(epochs, best == 0 ? epochs.Count : best, stoppedEarly, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Continues with the weights so far and the prior of the plan.</summary>
    private void BeginPrior()
    {
        TrainingPhase before = _phase;
        _phase = TrainingPhase.Begin(_plan, _plan.Architecture.Prior, before, _data);
        before.Dispose();
    }

    private EpochSums RunEpoch(int epoch, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        long rows = _split.Training.LongLength;
        Tensor order = _trainingRows.index_select(0, randperm(rows, int64, CPU, generator: _generator));

        // Sizes differ by at most one row, so that no step has only a few rows; the larger batches come first.
        int size = (int)(rows / _stepsPerEpoch);
        int larger = (int)(rows % _stepsPerEpoch);
        var sums = new EpochSums(_phase.Steps.PartNames);
        int inLarger = larger * (size + 1);
        TakeSteps(order.narrow(0, 0, inLarger), larger, epoch, sums, cancellation);
        TakeSteps(order.narrow(0, inLarger, rows - inLarger), _stepsPerEpoch - larger, epoch, sums, cancellation);
        return sums;
    }

    /// <summary>Takes steps on batches of one size.</summary>
    /// <param name="order">Indices of the batches' rows, [count · n].</param>
    /// <param name="count">Steps.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="sums">What the steps gave is added to it.</param>
    /// <param name="cancellation">Checked before each call.</param>
    private void TakeSteps(Tensor order, int count, int epoch, EpochSums sums, CancellationToken cancellation)
    {
        for (int done = 0, steps; done < count; done += steps)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            steps = Math.Min(_stepsPerCall, count - done);
            long size = order.shape[0] / count;
            Tensor places = order.narrow(0, done * size, steps * size);
            Tensor read = _batches.Read(places);
            Tensor rows = (_hidden?.Beside(read) ?? read).view(steps, size, -1);
            Tensor? weights = _rowWeights?.index_select(0, places).view(steps, size, 1);
            long drawn = size * _plan.Objective.Samples;
            Tensor noise = randn([steps, drawn, _plan.Architecture.LatentDimension], float32, CPU, generator: _generator);
            Tensor uniforms = rand([steps, drawn, _uniformsPerRow], float32, CPU, generator: _generator);
            StepSchedule[] schedule = [.. Enumerable.Range(0, steps).Select(i => ScheduleAt(_step + i))];
            StepOutcome[] outcomes = _phase.Steps.Take(rows, noise, uniforms, weights, schedule);
            foreach ((StepOutcome outcome, StepSchedule at) in outcomes.Zip(schedule))
            {
                _step++;
                if (!outcome.IsFinite)
                {
                    throw new TrainingDivergedException(_plan, epoch, _step, outcome.Parts.Elbo);
                }

                sums.Add(outcome, at.KlWeight, size);
            }
        }
    }

    /// <summary>A multiplication and an addition per weight and row, forwards and twice backwards.</summary>
    private static double StepFlops(TrainingPlan plan) =>
        6.0 * plan.BatchSize * plan.Objective.Samples * plan.Architecture.Multiplications;

    private StepSchedule ScheduleAt(long step) => new(
        _plan.LearningRateSchedule.At(_plan.LearningRate, step, _totalSteps, _stepsPerEpoch),
        _plan.Objective.Scheduled(step, _totalSteps));

    /// <summary>
    /// The unweighted bound, whatever the objective. Without a weight the KL divergence grows freely and would favor hardly
    /// trained weights, so only the reconstruction counts.
    /// </summary>
    private double Quality(ElboMetrics heldOut) => _plan.Objective.Weight > 0 ? heldOut.Elbo : -heldOut.ReconstructionError;

    private TrainingResult Result(List<EpochMetrics> epochs, int bestEpoch, bool stoppedEarly, TimeSpan elapsed)
    {
        EpochMetrics best = epochs[bestEpoch - 1];
        var summary = new TrainingSummary
        {
            Seed = _plan.Seed,
            TrainingRows = _split.Training.LongLength,
            ValidationRows = _split.Validation.LongLength,
            Epochs = epochs.Count,
            BestEpoch = bestEpoch,
            BatchSize = _plan.BatchSize,
            Beta = _plan.Objective.Weight,
            Objective = _plan.Objective is ElboObjective ? null : _plan.Objective.ToString(),
            Elbo = (best.Validation ?? best.Train).Elbo,
        };
        TrainedVae model = _plan.Trained(_phase.Network.ToWeights(_normalization), summary);
        var figures = TrainingFigures.Measure(
            _phase.Network, _batches, _plan, _split, _normalization.ConstantSlots, best);
        var report = new TrainingReport
        {
            Architecture = _plan.Architecture,
            Normalization = _plan.Normalization,
            ColumnLikelihoods = _plan.ColumnLikelihoods,
            Summary = summary,
            Epochs = epochs,
            PlannedEpochs = _plan.Epochs,
            Steps = _step,
            Path = _phase.Steps.Path,
            StoppedEarly = stoppedEarly,
            ActiveDimensions = figures.ActiveDimensions,
            Diagnosis = TrainingDiagnosis.Of(figures),
            ConstantSlots = [.. _normalization.ConstantSlots.Select(_plan.SlotName)],
            Elapsed = elapsed,
        };
        return new TrainingResult(model, report, _split);
    }
}
