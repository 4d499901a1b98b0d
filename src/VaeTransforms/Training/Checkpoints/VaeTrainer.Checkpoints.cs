using System.Diagnostics;
using VaeTransforms.Model;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <content>Stopping and going on, and what a run gives in the end.</content>
internal sealed partial class VaeTrainer
{
    /// <summary>Begins to take the rows of the epoch, or goes on in it.</summary>
    /// <param name="done">Rows of it that were trained on before.</param>
    /// <param name="cancellation">Ends reading.</param>
    private EpochRows BeginEpoch(long done, CancellationToken cancellation)
    {
        EpochRows epoch = _plan.Stream is { } stream
            ? new FlowingRows(
                stream.Open(_epoch, DrawnForEpoch(Seed), cancellation), _batches, _width, _rowWeights is null ? null : _meanWeight)
            : new OrderedRows(_placesInMemory.index_select(0, DrawnForEpoch(Permutation)), _batches, _rowWeights);
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

    private TimeSpan Elapsed => _before + Stopwatch.GetElapsedTime(_started);

    private TrainingState State() => _phase.Fill(new TrainingState
    {
        Epoch = _epoch,
        StepsOfEpoch = _stepsOfEpoch,
        Step = _step,
        Epochs = [.. _epochs],
        Sums = _sums.Numbers,
        StoppedEarly = _stoppedEarly,
        Elapsed = Elapsed,
        Stream = RandomStream.StateOf(_generator),
        StreamOfEpoch = _streamOfEpoch,
    });

    private void Restore(TrainingState state)
    {
        if (_epochsBefore > 0 && state.Epoch > _epochsBefore)
        {
            BeginPrior();
        }

        _phase.Restore(state);
        _epochs.AddRange(state.Epochs);
        _sums = new EpochSums(_phase.Steps.PartNames) { Numbers = state.Sums };
        (_epoch, _stepsOfEpoch, _step, _stoppedEarly) = (state.Epoch, state.StepsOfEpoch, state.Step, state.StoppedEarly);
        _streamOfEpoch = state.StreamOfEpoch;
        RandomStream.Set(_generator, state.Stream);
        _checkpoints?.Forget();
    }

    private TrainingResult Result(int bestEpoch)
    {
        EpochMetrics best = _epochs[bestEpoch - 1];
        var summary = new TrainingSummary
        {
            Seed = _plan.Seed,
            TrainingRows = _rowsPerEpoch,
            ValidationRows = _split.Validation.LongLength,
            Epochs = _epochs.Count,
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
            Epochs = _epochs,
            PlannedEpochs = _plan.Epochs,
            Steps = _step,
            Path = _phase.Steps.Path,
            StoppedEarly = _stoppedEarly,
            ActiveDimensions = figures.ActiveDimensions,
            Diagnosis = TrainingDiagnosis.Of(figures),
            ConstantSlots = [.. _normalization.ConstantSlots.Select(_plan.SlotName)],
            Elapsed = Elapsed,
        };
        return new TrainingResult(model, report, _split);
    }
}
