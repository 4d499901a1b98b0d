using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using VaeTransforms.Model;
using VaeTransforms.Native;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Training;

namespace VaeTransforms.Orleans;

/// <summary>The client's part of a fit: it makes the plan from a sample, asks for one round after another, and makes the model.
/// </summary>
internal sealed class ClusterFit(
    IGrainFactory client, MLContext mlContext, VaeOptions options, VaeShard[] shards, VaeClusterOptions cluster)
{
    // The momentum of the defaults needs some dozens of rounds to gather; more steps apart cost accuracy.
    private const int AutomaticRounds = 100;
    private const int MaxAutomaticSteps = 100;

    private const string Features = "Features";

    private readonly string _job = cluster.Job ?? $"fit-{Guid.NewGuid():N}";

    public async Task<VaeTransformer> RunAsync()
    {
        ClusterRules.Check(options, shards);
        SiloFacts facts = await SiloCheck.RunAsync(client, _job, shards, cluster.MaxSilence, options.CancellationToken);
        ShardSample[] samples = await SamplesAsync();
        IHostEnvironment environment = MlEnvironment.Of(mlContext.Transforms);
        using IChannel channel = environment.Register(nameof(VaeCluster)).Start("Training");
        TorchRuntime.EnsureLoaded(message => channel.Info(MessageSensitivity.Schema, message));
        var sample = new JoinedView([.. samples.Select(part => ViewBytes.Read(mlContext, part.View))]);
        InputNames names = Names(sample.Schema);
        var input = TrainingInput.Find(sample.Schema, names.Names, names.IsTable, options);
        int seed = options.Seed ?? MlEnvironment.Seed(environment) ?? new Random().Next();
        (FitRows read, _) = FitRows.Read(new FitInput(sample), input, options with { MemoryBudget = long.MaxValue }, seed);
        TrainingPlan plan = Plan(read, seed, samples);
        TrainableRows.Check(read, plan);
        TrainedVae initial = RoundFit.InitialModel(plan, read.Rows);
        RoundPlan rounds = Rounds(plan, initial, names, samples.Sum(part => part.Rows));
        plan = plan with { Epochs = rounds.Rounds };
        var order = new FitOrder(rounds.ToBytes(), shards, facts, cluster.MaxSilence);
        (TrainingState state, RoundReport last) = await TrainAsync(order, channel);
        TrainingResult result = RoundFit.Result(
            plan, read.Rows, initial, state, last.TrainingRows, last.ValidationRows);
        channel.Info(MessageSensitivity.Schema, $"{result.Report}");
        VaeEstimator estimator = names.IsTable
            ? mlContext.Transforms.VaeEncode(cluster.OutputColumnName, [.. names.Names], options)
            : mlContext.Transforms.VaeEncode(cluster.OutputColumnName, names.Names[0], options);
        return estimator.Fitted(result, input);
    }

    /// <summary>Asks for all rounds, wherever they are computed.</summary>
    private async Task<(TrainingState State, RoundReport Last)> TrainAsync(FitOrder order, IChannel channel)
    {
        CancellationToken cancellation = options.CancellationToken;
        ITrainingGrain grain = client.GetGrain<ITrainingGrain>(_job);
        try
        {
            for (int round = await AskAsync(() => grain.BeginAsync(order)); ; round++)
            {
                int number = round;
                RoundReport report = await AskAsync(() => grain.RoundAsync(number));
                TrainingProgress progress = JsonSerializer.Deserialize<TrainingProgress>(report.Progress)!;
                string heldOut = progress.Latest.Validation is { } validation ? $"; held-out rows: {validation}" : "";
                channel.Info(MessageSensitivity.Schema, string.Create(
                    CultureInfo.InvariantCulture,
                    $"Round {progress.Latest.Epoch} of {progress.Epochs}: {progress.Latest.Train}{heldOut}"));
                options.Progress?.Report(progress);
                if (report.IsLast)
                {
                    byte[] state = await AskAsync(grain.StateAsync);
                    await Polling.TryUntilAnsweredAsync(grain.ClearAsync, cluster.MaxSilence);
                    return (RoundBytes.Read(state, order.Digest())!, report);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Polling.TryUntilAnsweredAsync(grain.StopAsync, TimeSpan.Zero);
            throw;
        }

        Task<T> AskAsync<T>(Func<Task<Answer<T>>> call) => Polling.UntilDoneAsync(call, cluster.MaxSilence, cancellation);
    }

    private Task<ShardSample[]> SamplesAsync()
    {
        int rows = Math.Max(2, cluster.SampleRows / shards.Length);
        return Task.WhenAll(shards.Select((shard, i) => Polling.UntilDoneAsync(
            () => client.GetGrain<ISiloGrain>(FormattableString.Invariant($"{_job}/sample/{i}")).SampleAsync(shard, i, rows),
            cluster.MaxSilence,
            options.CancellationToken)));
    }

    private InputNames Names(DataViewSchema schema)
    {
        string[] names = cluster.InputColumnNames is { } given ? [.. given]
            : schema.GetColumnOrNull(Features) is not null ? [Features]
            : [.. schema.Where(column => !column.IsHidden).Select(column => column.Name)];
        return names.Length == 1 && schema.GetColumnOrNull(names[0])?.Type is VectorDataViewType
            ? InputNames.OfVector(names[0])
            : InputNames.OfTable(names);
    }

    /// <summary>The plan of a fit of all rows, whose defaults would otherwise follow from the sample.</summary>
    private TrainingPlan Plan(FitRows read, int seed, ShardSample[] samples)
    {
        TrainingPlan plan = OptionsResolution.Resolve(options, read, seed);
        long rows = samples.Sum(part => part.Rows);
        long training = rows - RowSplit.HeldOutCount(rows, options.ValidationFraction);
        long smallest = samples.Min(part => part.Rows - RowSplit.HeldOutCount(part.Rows, options.ValidationFraction));
        (int batchSize, int epochs) = OptionsResolution.Course(
            options, training, Math.Max(1, smallest), plan.OfColumns);
        return plan with { BatchSize = batchSize, Epochs = epochs };
    }

    private RoundPlan Rounds(TrainingPlan plan, TrainedVae initial, InputNames names, long rows)
    {
        long training = rows - RowSplit.HeldOutCount(rows, options.ValidationFraction);
        int stepsPerEpoch = (int)Math.Max(1, training / shards.Length / plan.BatchSize);
        long steps = (long)stepsPerEpoch * plan.Epochs;
        int perRound = cluster.StepsPerRound ?? (int)Math.Clamp(steps / AutomaticRounds, 1, MaxAutomaticSteps);
        return new RoundPlan
        {
            Model = GraphWriter.Batch(initial, VaeOutputs.All, GraphContent.Whole),
            InputColumnNames = names.Names,
            IsTable = names.IsTable,
            Shards = shards.Length,
            Rounds = (int)Math.Max(1, (steps + perRound - 1) / perRound),
            StepsPerRound = perRound,
            StepsPerEpoch = stepsPerEpoch,
            BatchSize = plan.BatchSize,
            LearningRate = plan.LearningRate,
            LearningRateSchedule = plan.LearningRateSchedule,
            Objective = plan.Objective,
            Adam = plan.Adam,
            GradientClipNorm = plan.GradientClipNorm,
            ValidationFraction = plan.ValidationFraction,
            Patience = (int)Math.Ceiling((double)plan.Patience * stepsPerEpoch / perRound),
            Seed = plan.Seed,
            DrawsBits = plan.DrawsBits,
            OuterLearningRate = cluster.OuterLearningRate,
            OuterMomentum = cluster.OuterMomentum,
        };
    }
}
