using TorchSharp;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// Takes the steps of one shard. What a round gives depends on the plan, the rows, the shard, the round and the state before it
/// alone, so that any machine of the same kind gives the same bytes.
/// </summary>
/// <remarks>Its tensors belong to the dispose scope that it is made in; see <see cref="LocalWorker"/>.</remarks>
internal sealed class LocalTrainer : IDisposable
{
    // Means over so many rows of each shard tell rounds apart, and cost little beside the steps of a round.
    private const int MaxHeldOutRows = 4096;

    // Which numbers a stream is for.
    private const long ForOrder = 1;
    private const long ForNoise = 2;

    private readonly RoundPlan _plan;
    private readonly TrainingPlan _own;
    private readonly int _shard;
    private readonly RowSplit _split;
    private readonly Generator _generator;
    private readonly TrainingBatches _batches;
    private readonly Tensor _trainingRows;
    private readonly StepCalls _calls;
    private readonly TrainingPhase _phase;
    private readonly int _batchSize;

    /// <param name="plan">Of the fit.</param>
    /// <param name="model">Read from the plan.</param>
    /// <param name="shard">From 0.</param>
    /// <param name="rows">All rows of the shard; at least 2.</param>
    public LocalTrainer(RoundPlan plan, TrainedVae model, int shard, RowMatrix rows)
    {
        (_plan, _shard, _own) = (plan, shard, plan.Of(model, shard));
        _split = _own.Split(rows.Rows);
        _generator = new Generator(0, CPU);
        _batches = new TrainingBatches(
            rows, LearnedNormalization.Keep(model, rows, _split.Training), model.Architecture.HasMask);
        _trainingRows = tensor(_split.Training);
        HiddenValues? hidden =
            model.Architecture.HasMask ? new HiddenValues(rows, _split.Training, _own.Columns, _generator) : null;
        _batchSize = Math.Min(plan.BatchSize, _split.Training.Length);
        _calls = new StepCalls(_own with { BatchSize = _batchSize }, hidden, _generator);
        var data = new TrainingData(
            _batches, _split.Training.LongLength, _split.Training, Some(_split.Validation), RowSides: null, _generator);
        _phase = TrainingPhase.Begin(_own, model.Architecture.Prior, before: null, data);
    }

    /// <summary>The rows trained on.</summary>
    public long TrainingRows => _split.Training.LongLength;

    /// <summary>The held-out rows.</summary>
    public long ValidationRows => _split.Validation.LongLength;

    /// <summary>The names of what the sums of a round hold besides the parts of the ELBO.</summary>
    public IReadOnlyList<string> PartNames => _phase.Steps.PartNames;

    /// <summary>Takes the steps of a round.</summary>
    /// <param name="round">From 0.</param>
    /// <param name="weights">That all shards start from.</param>
    /// <param name="before">The shard's state after the round before; null in the first round.</param>
    /// <param name="cancellation">Checked before each call of libtorch.</param>
    /// <returns>The optimizer's state is the shard's own; its steps are summed in <see cref="TrainingState.Sums"/>.</returns>
    /// <exception cref="TrainingDivergedException">The objective or its gradient stopped being finite.</exception>
    public TrainingState Run(int round, float[] weights, TrainingState? before, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        var sums = new EpochSums(PartNames);
        var start = new TrainingState
        {
            Epoch = round,
            StepsOfEpoch = 0,
            Step = (long)round * _plan.StepsPerRound,
            Epochs = [],
            Sums = sums.Numbers,
            StoppedEarly = false,
            Elapsed = TimeSpan.Zero,
            OptimizerStep = before?.OptimizerStep ?? 0,
            Weights = weights,
            BestWeights = weights,
            FirstMoment = before?.FirstMoment ?? new float[weights.Length],
            SecondMoment = before?.SecondMoment ?? new float[weights.Length],
        };
        _phase.Restore(start);
        _generator.manual_seed((long)StreamSeed.Of(_plan.Seed, _shard, ForNoise, round).Value);
        TakeSteps(start.Step, sums, round, cancellation);
        TrainingState after = start with
        {
            Epoch = round + 1,
            Step = start.Step + _plan.StepsPerRound,
            Sums = sums.Numbers,
        };
        return _phase.Fill(after) with { BestWeights = [] };
    }

    /// <summary>The bound on held-out rows; null where there are none.</summary>
    /// <param name="weights">To measure.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    public ElboMetrics? Measure(float[] weights, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        _phase.Network.Parameters.copy_(tensor(weights));
        return _phase.Measure(cancellation);
    }

    public void Dispose()
    {
        _phase.Dispose();
        _generator.Dispose();
    }

    private static long[] Some(long[] rows)
    {
        int count = Math.Min(rows.Length, MaxHeldOutRows);
        return [.. Enumerable.Range(0, count).Select(i => rows[(long)i * rows.Length / count])];
    }

    /// <summary>Takes steps with full batches: an epoch leaves out the rows that do not fill one.</summary>
    private void TakeSteps(long first, EpochSums sums, int round, CancellationToken cancellation)
    {
        int perEpoch = _split.Training.Length / _batchSize;
        Tensor? order = null;
        for (long step = first, end = first + _plan.StepsPerRound; step < end;)
        {
            cancellation.ThrowIfCancellationRequested();
            (long epoch, long place) = Math.DivRem(step, (long)perEpoch);
            order = place == 0 || order is null ? Order(epoch) : order;
            int count = (int)Math.Min(Math.Min(_calls.MaxSteps, end - step), perEpoch - place);
            Take(order.narrow(0, place * _batchSize, (long)count * _batchSize), count, step, sums, round);
            step += count;
        }
    }

    /// <summary>The order of the training rows in an epoch of the shard, [rows].</summary>
    private Tensor Order(long epoch)
    {
        using var generator = new Generator(StreamSeed.Of(_plan.Seed, _shard, ForOrder, epoch).Value, CPU);
        return _trainingRows.index_select(0, randperm(_trainingRows.shape[0], int64, CPU, generator: generator));
    }

    private void Take(Tensor places, int count, long step, EpochSums sums, int round)
    {
        using DisposeScope scope = NewDisposeScope();
        StepSchedule[] schedule = [.. Enumerable.Range(0, count).Select(i => _plan.ScheduleAt(step + i))];
        _calls.Take(
            _phase.Steps,
            _batches.Read(places),
            sides: null,
            schedule,
            sums,
            (i, elbo) => new TrainingDivergedException(_own, round + 1, step + i + 1, elbo));
    }
}
