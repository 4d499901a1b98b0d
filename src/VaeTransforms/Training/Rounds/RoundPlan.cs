using System.Text.Json;
using VaeTransforms.Model;
using VaeTransforms.Onnx;

namespace VaeTransforms.Training;

/// <summary>
/// All that a machine needs to compute a part of a fit in rounds, as bytes: each shard takes some steps from the round's weights,
/// and the weights of all shards are averaged.
/// </summary>
internal sealed record RoundPlan
{
    /// <summary>The model file with the initial weights, the architecture and what the normalization learned.</summary>
    public required byte[] Model { get; init; }

    /// <summary>The columns to read.</summary>
    public required IReadOnlyList<string> InputColumnNames { get; init; }

    /// <summary>Whether they are read as they come; otherwise the only one is a vector of numbers.</summary>
    public required bool IsTable { get; init; }

    /// <summary>Shards of the data.</summary>
    public required int Shards { get; init; }

    /// <summary>The planned number of rounds; early stopping may end sooner.</summary>
    public required int Rounds { get; init; }

    /// <summary>Steps of each shard in a round.</summary>
    public required int StepsPerRound { get; init; }

    /// <summary>Steps of a shard in one pass over the rows, for schedules that count epochs.</summary>
    public required int StepsPerEpoch { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required LearningRateSchedule LearningRateSchedule { get; init; }

    public required Objective Objective { get; init; }

    public required AdamOptions Adam { get; init; }

    public required double GradientClipNorm { get; init; }

    public required double ValidationFraction { get; init; }

    /// <summary>Rounds to wait for an improvement on held-out rows.</summary>
    public required int Patience { get; init; }

    public required int Seed { get; init; }

    /// <inheritdoc cref="TrainingPlan.DrawsBits"/>
    public required bool DrawsBits { get; init; }

    /// <summary>What the averaged change of a round is multiplied by.</summary>
    public required double OuterLearningRate { get; init; }

    /// <summary>The share of the changes before that each round adds.</summary>
    public required double OuterMomentum { get; init; }

    /// <summary>Steps of each shard in all rounds.</summary>
    public long TotalSteps => (long)Rounds * StepsPerRound;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, PlanJson.Format);

    public static RoundPlan FromBytes(byte[] bytes) => JsonSerializer.Deserialize<RoundPlan>(bytes, PlanJson.Format)!;

    /// <summary>The plan of one shard, whose training starts from the model.</summary>
    /// <param name="model">Read from <see cref="Model"/>.</param>
    /// <param name="shard">From 0.</param>
    public TrainingPlan Of(TrainedVae model, int shard) => new()
    {
        Architecture = model.Architecture,
        Normalization = model.Normalization,
        Objective = Objective,
        LearningRateSchedule = LearningRateSchedule,
        Adam = Adam,
        InitialModel = model,
        Epochs = Rounds,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        GradientClipNorm = GradientClipNorm,
        ValidationFraction = ValidationFraction,
        Patience = Patience,
        Seed = StreamSeed.Of(Seed, shard).Int32,
        DrawsBits = DrawsBits,
        InputColumnName = model.InputColumnName,
        SlotNames = model.SlotNames,
        Table = model.Table,
        Columns = model.Columns,
    };

    /// <summary>Reads the model.</summary>
    public TrainedVae ReadModel() => GraphReader.Read(Model);

    /// <summary>What changes from step to step.</summary>
    /// <param name="step">Steps of the shard before.</param>
    public StepSchedule ScheduleAt(long step) => new(
        LearningRateSchedule.At(LearningRate, step, TotalSteps, StepsPerEpoch), Objective.Scheduled(step, TotalSteps));
}
