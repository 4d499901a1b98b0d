using TorchSharp;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>The two ends of a fit in rounds: the model that it starts from, and what it returns.</summary>
internal static class RoundFit
{
    /// <summary>The model with random weights, and with the normalization that a sample of the rows gives.</summary>
    /// <param name="plan">Of the fit.</param>
    /// <param name="sample">Some rows of all shards.</param>
    public static TrainedVae InitialModel(TrainingPlan plan, RowMatrix sample)
    {
        using DisposeScope scope = NewDisposeScope();
        RowSplit split = plan.Split(sample.Rows);
        LearnedNormalization normalization = LearnedNormalization.Learn(
            plan.Normalization, sample, split.Training, plan.Architecture.Likelihood as MixedLikelihood);
        using var generator = new Generator((ulong)plan.Seed, CPU);
        using var network = new TorchNetwork(plan.Architecture, generator);
        return plan.Trained(network.ToWeights(normalization), Summary(plan, [], 0, 0, 0));
    }

    /// <summary>The weights of a model as one vector, [count].</summary>
    public static float[] Weights(TrainedVae model) =>
        [.. model.Architecture.Weights.SelectMany(shape => model.Weights[shape.Name].Values)];

    /// <summary>The result.</summary>
    /// <param name="plan">Of the fit.</param>
    /// <param name="sample">The rows that findings are measured on.</param>
    /// <param name="initial">What <see cref="InitialModel"/> gave.</param>
    /// <param name="state">After the last round.</param>
    /// <param name="trainingRows">Of all shards.</param>
    /// <param name="validationRows">Of all shards.</param>
    public static TrainingResult Result(
        TrainingPlan plan, RowMatrix sample, TrainedVae initial, TrainingState state, long trainingRows, long validationRows)
    {
        using DisposeScope scope = NewDisposeScope();
        RowSplit split = plan.Split(sample.Rows);
        LearnedNormalization normalization = LearnedNormalization.Keep(initial, sample, split.Training);
        using var generator = new Generator((ulong)plan.Seed, CPU);
        using var network = new TorchNetwork(plan.Architecture, generator);
        network.Parameters.copy_(tensor(state.BestWeights));
        EpochMetrics best = state.Epochs[state.BestEpoch - 1];
        TrainingSummary summary = Summary(plan, state.Epochs, state.BestEpoch, trainingRows, validationRows);
        var batches = new TrainingBatches(sample, normalization, plan.Architecture.HasMask);
        var figures = TrainingFigures.Measure(network, batches, plan, split, normalization.ConstantSlots, best);
        TrainedVae model = plan.Trained(network.ToWeights(normalization), summary);
        return new TrainingResult(
            model,
            new TrainingReport
            {
                Architecture = plan.Architecture,
                Normalization = plan.Normalization,
                ColumnLikelihoods = plan.ColumnLikelihoods,
                Summary = summary,
                Epochs = state.Epochs,
                PlannedEpochs = plan.Epochs,
                Steps = state.Step,
                Path = plan.Objective is ElboObjective && DenseNetwork.Match(plan.Architecture) is not null
                    ? TrainingPath.WrittenOut
                    : TrainingPath.Derived,
                StoppedEarly = state.StoppedEarly,
                ActiveDimensions = figures.ActiveDimensions,
                Diagnosis = TrainingDiagnosis.Of(figures),
                ConstantSlots = [.. normalization.ConstantSlots.Select(plan.SlotName)],
                Elapsed = state.Elapsed,
            },
            split);
    }

    private static TrainingSummary Summary(
        TrainingPlan plan, EpochMetrics[] rounds, int best, long trainingRows, long validationRows)
    {
        return new TrainingSummary
        {
            Seed = plan.Seed,
            TrainingRows = trainingRows,
            ValidationRows = validationRows,
            Epochs = rounds.Length,
            BestEpoch = best,
            BatchSize = plan.BatchSize,
            Beta = plan.Objective.Weight,
            Objective = plan.Objective is ElboObjective ? null : plan.Objective.ToString(),
            Elbo = best == 0 ? 0 : (rounds[best - 1].Validation ?? rounds[best - 1].Train).Elbo,
        };
    }
}
