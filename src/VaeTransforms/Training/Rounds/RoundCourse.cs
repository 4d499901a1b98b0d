namespace VaeTransforms.Training;

/// <summary>
/// The course of a fit in rounds, as a <see cref="TrainingState"/>: its epochs are rounds, its first moment is the momentum of
/// the outer step.
/// </summary>
internal static class RoundCourse
{
    /// <summary>The state before the first round.</summary>
    /// <param name="weights">The initial weights.</param>
    public static TrainingState Begin(float[] weights) => new()
    {
        Epoch = 0,
        StepsOfEpoch = 0,
        Step = 0,
        Epochs = [],
        Sums = [],
        BestQuality = double.NegativeInfinity,
        StoppedEarly = false,
        Elapsed = TimeSpan.Zero,
        Weights = weights,
        BestWeights = weights,
        FirstMoment = new float[weights.Length],
    };

    /// <summary>Averages what the shards came to.</summary>
    /// <param name="plan">Of the fit.</param>
    /// <param name="state">Before the round.</param>
    /// <param name="shards">In their order.</param>
    /// <returns>The state with new weights; the round has not ended before <see cref="End"/>.</returns>
    public static TrainingState Average(RoundPlan plan, TrainingState state, IReadOnlyList<LocalOutcome> shards)
    {
        double total = shards.Sum(shard => shard.TrainingRows);
        (float[] weights, float[] momentum) = OuterStep.Take(
            state.Weights,
            state.FirstMoment,
            [.. shards.Select(shard => (shard.Weights, shard.TrainingRows / total))],
            plan.OuterLearningRate,
            plan.OuterMomentum);
        double[] sums = new double[shards[0].Sums.Length];
        foreach (LocalOutcome shard in shards)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += shard.Sums[i];
            }
        }

        return state with { Weights = weights, FirstMoment = momentum, Sums = sums };
    }

    /// <summary>Ends a round: reports it, and keeps the best weights.</summary>
    /// <param name="plan">Of the fit.</param>
    /// <param name="state">After <see cref="Average"/>.</param>
    /// <param name="shards">In their order.</param>
    /// <param name="measures">The bound on the held-out rows of each shard; null where there are none.</param>
    /// <param name="elapsed">Time that the round took.</param>
    public static TrainingState End(
        RoundPlan plan,
        TrainingState state,
        IReadOnlyList<LocalOutcome> shards,
        IReadOnlyList<ElboMetrics?> measures,
        TimeSpan elapsed)
    {
        int round = state.Epoch + 1;
        long step = (long)round * plan.StepsPerRound;
        ElboMetrics? validation = Mean(shards, measures);
        StepSchedule schedule = plan.ScheduleAt(step - 1);
        EpochMetrics metrics = new EpochSums(shards[0].PartNames) { Numbers = state.Sums }.Means(
            round, validation, schedule.LearningRate, plan.Objective.KlWeight(step - 1, plan.TotalSteps));
        double finite = validation?.Elbo ?? metrics.Train.Elbo;
        if (!double.IsFinite(finite) || Array.Exists(state.Weights, weight => !float.IsFinite(weight)))
        {
            throw new TrainingDivergedException(plan.Of(plan.ReadModel(), 0), round, step, finite);
        }

        var stopping = new EarlyStopping(plan.Patience, (int)Math.Ceiling(plan.Objective.Annealing.End * plan.Rounds) + 1);
        stopping.Restore(state.BestEpoch, state.BestQuality);
        bool isBest = validation is not { } heldOut
            || stopping.IsBest(round, plan.Objective.Weight > 0 ? heldOut.Elbo : -heldOut.ReconstructionError);
        return state with
        {
            Epoch = round,
            Step = step,
            Epochs = [.. state.Epochs, metrics],
            Elapsed = state.Elapsed + elapsed,
            BestWeights = isBest ? state.Weights : state.BestWeights,
            BestEpoch = isBest ? round : stopping.BestEpoch,
            BestQuality = stopping.BestQuality,
            StoppedEarly = validation is not null && round < plan.Rounds && stopping.ShouldStop(round),
        };
    }

    /// <summary>The mean over all held-out rows.</summary>
    private static ElboMetrics? Mean(IReadOnlyList<LocalOutcome> shards, IReadOnlyList<ElboMetrics?> measures)
    {
        (double rows, double reconstruction, double kl) = (0, 0, 0);
        foreach ((LocalOutcome shard, ElboMetrics? measure) in shards.Zip(measures))
        {
            if (measure is { } own)
            {
                rows += shard.ValidationRows;
                reconstruction += own.ReconstructionError * shard.ValidationRows;
                kl += own.KlDivergence * shard.ValidationRows;
            }
        }

        return rows == 0 ? null : new ElboMetrics(reconstruction / rows, kl / rows);
    }
}
