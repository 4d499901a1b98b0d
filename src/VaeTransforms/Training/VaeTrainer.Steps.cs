using TorchSharp;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <content>The steps of an epoch, and the rows that they take.</content>
internal sealed partial class VaeTrainer
{
    /// <summary>Takes the steps of an epoch, or what is left of them.</summary>
    private void TakeSteps(CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();

        // Sizes differ by at most one row, so that no step has only a few rows; the larger batches come first.
        long size = _rowsPerEpoch / _stepsPerEpoch;
        int larger = (int)(_rowsPerEpoch % _stepsPerEpoch);
        using EpochRows epoch = BeginEpoch((_stepsOfEpoch * size) + Math.Min(_stepsOfEpoch, larger), cancellation);
        while (_stepsOfEpoch < _stepsPerEpoch)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isLarger = _stepsOfEpoch < larger;
            int ofThisSize = (isLarger ? larger : _stepsPerEpoch) - _stepsOfEpoch;
            TakeSteps(epoch, Math.Min(_calls.MaxSteps, ofThisSize), isLarger ? size + 1 : size);
        }

        epoch.Complete();
    }

    /// <summary>Takes steps on batches of one size, in one call.</summary>
    /// <param name="epoch">Where the rows come from.</param>
    /// <param name="steps">How many.</param>
    /// <param name="size">Rows in a batch, n.</param>
    private void TakeSteps(EpochRows epoch, int steps, long size)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor read, Tensor? sides) = epoch.Take(steps * size);
        StepSchedule[] schedule = [.. Enumerable.Range(0, steps).Select(i => ScheduleAt(_step + i))];
        _calls.Take(
            _phase.Steps,
            read,
            sides,
            schedule,
            _sums,
            (i, elbo) => new TrainingDivergedException(_plan, _epoch, _step + i + 1, elbo));
        _step += steps;
        _stepsOfEpoch += steps;
        _checkpoints?.Offer(State);
    }

    /// <summary>Begins to take the rows of the epoch, or goes on in it.</summary>
    /// <param name="done">Rows of it that were trained on before.</param>
    /// <param name="cancellation">Ends reading.</param>
    private EpochRows BeginEpoch(long done, CancellationToken cancellation)
    {
        EpochRows epoch = _plan.Stream is { } stream
            ? new FlowingRows(stream.Open(_epoch, DrawnForEpoch(Seed), cancellation), _batches, _width, _sideFactors)
            : new OrderedRows(_placesInMemory.index_select(0, DrawnForEpoch(Permutation)), _batches, _data.RowSides);
        epoch.Skip(done);
        return epoch;

        Tensor Permutation() => randperm(_rowsPerEpoch, int64, CPU, generator: _generator);

        int Seed() => (int)randint(0, int.MaxValue, 1, int64, CPU, generator: _generator).item<long>();
    }

    /// <summary>Draws what an epoch begins with. An epoch that goes on gets what it began with.</summary>
    private T DrawnForEpoch<T>(Func<T> draw)
    {
        if (_streamOfEpoch.Length == 0)
        {
            _streamOfEpoch = _checkpoints is null ? [] : RandomStream.StateOf(_generator);
            return draw();
        }

        byte[] now = RandomStream.StateOf(_generator);
        RandomStream.Set(_generator, _streamOfEpoch);
        T drawn = draw();
        RandomStream.Set(_generator, now);
        return drawn;
    }

    private StepSchedule ScheduleAt(long step) => new(
        _plan.LearningRateSchedule.At(_plan.LearningRate, step, _totalSteps, _stepsPerEpoch),
        _plan.Objective.Scheduled(step, _totalSteps));
}
