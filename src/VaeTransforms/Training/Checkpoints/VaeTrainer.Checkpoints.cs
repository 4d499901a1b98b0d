using System.Diagnostics;
using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <content>Stopping and going on, and what a run gives in the end.</content>
internal sealed partial class VaeTrainer
{
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
