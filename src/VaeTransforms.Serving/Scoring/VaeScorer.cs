using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>
/// Owns the ONNX Runtime sessions of one model. A session is built when a set of outputs is first used. Thread-safe. If it is
/// disposed while batches are in use, their current call finishes and their next one fails.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="owner">The type that disposes it, as messages name it.</param>
internal sealed class VaeScorer(TrainedVae model, string owner = nameof(VaeModel)) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, SessionHandle> _sessions = [];
    private readonly Dictionary<(GraphKind Kind, VaeOutputs Outputs), RowProgram?> _programs = [];
    private readonly SpareRows _spare = new();
    private volatile bool _disposed;

    private enum GraphKind
    {
        Batch,
        Columns,
        Decoder,
        Pairs,
        Parameters,
    }

    public TrainedVae Model { get; } = model;

    /// <summary>The type that disposes it, as messages name it.</summary>
    public string Owner => owner;

    /// <summary>Rows per batch that use the machine well: some hundreds; fewer if rows are wide.</summary>
    /// <param name="architecture">The network.</param>
    public static int PreferredBatchSize(VaeArchitecture architecture) => ScoringPlan.BatchSize(architecture);

    /// <summary>Rows per batch that use the machine well: some hundreds; fewer if rows are wide.</summary>
    /// <param name="model">The model, with what it scores by.</param>
    /// <param name="outputs">
    /// What is computed. Outputs per slot compute a row once for each slot, and sampled scores once for each draw.
    /// </param>
    public static int PreferredBatchSize(TrainedVae model, VaeOutputs outputs) =>
        ScoringPlan.BatchSize(model.Architecture, Copies(model, outputs), MaxWidth(model, outputs));

    /// <summary>How many times a graph computes each row.</summary>
    /// <param name="model">The model, with what it scores by.</param>
    /// <param name="outputs">What is computed.</param>
    public static int Copies(TrainedVae model, VaeOutputs outputs) =>
        ((outputs & (VaeOutputs.FeatureContributions | VaeOutputs.Expected)) != 0 ? model.ScoredColumns.Count : 1)
        * (HasScore(outputs) ? model.Scoring.Score.Draws : 1)
        * ((outputs & VaeOutputs.Imputations) != 0 ? model.Imputations : 1);

    /// <summary>Whether a graph computes the score.</summary>
    /// <param name="outputs">What is computed.</param>
    public static bool HasScore(VaeOutputs outputs) =>
        (outputs & (VaeOutputs.Score | VaeOutputs.PValue | VaeOutputs.FeatureContributions)) != 0;

    /// <summary>A buffer of rows and their outputs for one caller. Rows are centered, those that come out too.</summary>
    /// <param name="outputs">What to compute.</param>
    /// <param name="capacity">The largest number of rows in a call, from 1.</param>
    public BatchScorer CreateBatch(VaeOutputs outputs, int capacity) =>
        Create(GraphKind.Batch, outputs, capacity, (TensorNames.Features, Model.Architecture.InputSize));

    /// <summary>The same for columns of a pipeline: outputs that are rows are in the input's own units.</summary>
    /// <inheritdoc cref="CreateBatch" path="/param"/>
    public BatchScorer CreateColumns(VaeOutputs outputs, int capacity) => Create(
        Model.Table?.Centers is null ? GraphKind.Batch : GraphKind.Columns,
        outputs,
        capacity,
        (TensorNames.Features, Model.Architecture.InputSize));

    /// <summary>
    /// A buffer of one row that is used again: <see cref="Return"/> takes it back. So a call for one row allocates none.
    /// </summary>
    /// <param name="outputs">What to compute.</param>
    public BatchScorer Rent(VaeOutputs outputs) => _spare.Take(outputs) ?? CreateBatch(outputs, 1);

    /// <summary>Takes back what <see cref="Rent"/> gave.</summary>
    public void Return(VaeOutputs outputs, BatchScorer row) => _spare.Keep(outputs, row);

    /// <summary>Latent vectors in, <see cref="VaeOutputs.Reconstruction"/> out.</summary>
    /// <param name="capacity">The largest number of latent vectors in a call, from 1.</param>
    public BatchScorer CreateDecoder(int capacity) =>
        Create(GraphKind.Decoder, VaeOutputs.Reconstruction, capacity, (TensorNames.Latent, Model.Architecture.CodeSize));

    /// <summary>
    /// Rows (input 0) and latent vectors (input 1) in, outputs of the decoder out: <see cref="VaeOutputs.ReconstructionError"/>
    /// of the row given that vector, and what the vector decodes to.
    /// </summary>
    /// <param name="outputs">What to compute.</param>
    /// <param name="capacity">The largest number of pairs in a call, from 1.</param>
    public BatchScorer CreatePairs(VaeOutputs outputs, int capacity) => Create(
        GraphKind.Pairs,
        outputs,
        capacity,
        (TensorNames.Features, Model.Architecture.InputSize),
        (TensorNames.Latent, Model.Architecture.LatentDimension));

    /// <summary>Latent vectors in, <see cref="VaeOutputs.DecoderOutput"/> out.</summary>
    /// <param name="capacity">The largest number of latent vectors in a call, from 1.</param>
    public BatchScorer CreateParameters(int capacity) => Create(
        GraphKind.Parameters,
        VaeOutputs.DecoderOutput,
        capacity,
        (TensorNames.Latent, Model.Architecture.CodeSize));

    /// <summary>Frees the sessions, each as soon as no call is in it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (SessionHandle session in _sessions.Values)
            {
                session.Dispose();
            }

            _sessions.Clear();
        }

        _spare.Dispose();
    }

    /// <summary>The largest number of values that a row becomes besides those of the network's layers.</summary>
    private static int MaxWidth(TrainedVae model, VaeOutputs outputs) => Math.Max(
        Math.Max(HasScore(outputs) ? model.Scoring.MaxWidth : 0, MapWidth(model, outputs)),
        model.Architecture.InputSize * model.Normalization.MaxValuesPerSlot);

    private static int MapWidth(TrainedVae model, VaeOutputs outputs) =>
        (outputs & VaeOutputs.AnomalyMap) != 0 && model.Map is { } map ? ((IRowFormula)map.Map).MaxWidth(map.Arrays) : 0;

    private BatchScorer Create(
        GraphKind kind, VaeOutputs outputs, int capacity, params ReadOnlySpan<(string Name, int Width)> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        RowBuffer[] inputBuffers = new RowBuffer[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputBuffers[i] = new RowBuffer(inputs[i].Name, capacity, inputs[i].Width, isScalar: false);
        }

        (VaeOutputs, RowBuffer)[] outputBuffers =
            [.. TensorNames.Each(outputs).Select(output => (output, OutputBuffer(output, capacity)))];
        if (capacity == 1 && Program(kind, outputs) is { } program)
        {
            return new BatchScorer(program, inputBuffers, outputBuffers, owner, () => _disposed);
        }

        (int parts, int threads) = ScoringPlan.Sharing(
            Model.Architecture, capacity, Copies(Model, outputs), HasScore(outputs) ? Model.Scoring.Arrays.Count : 0);
        return new BatchScorer(
            Session(new SessionKey(kind, outputs, threads)), capacity, parts, inputBuffers, outputBuffers);
    }

    private SessionHandle Session(SessionKey key)
    {
        // The lock is also held while a session is built, so that two callers with the same graph build it once.
        lock (_gate)
        {
            DisposedOwner.ThrowIf(_disposed, owner);
            if (!_sessions.TryGetValue(key, out SessionHandle? session))
            {
                session = new SessionHandle(Graph(key.Kind, key.Outputs), key.Threads, owner);
                _sessions.Add(key, session);
            }

            return session;
        }
    }

    /// <summary>The program for one row; null where a session is faster, or where no program can be made.</summary>
    private RowProgram? Program(GraphKind kind, VaeOutputs outputs)
    {
        lock (_gate)
        {
            DisposedOwner.ThrowIf(_disposed, owner);
            if (!_programs.TryGetValue((kind, outputs), out RowProgram? program))
            {
                program = ScoringPlan.MayHaveRowProgram(Model, outputs) ? RowProgram.Compile(Graph(kind, outputs)) : null;
                _programs.Add((kind, outputs), program);
            }

            return program;
        }
    }

    private byte[] Graph(GraphKind kind, VaeOutputs outputs) => kind switch
    {
        GraphKind.Columns => GraphWriter.Columns(Model, outputs),
        GraphKind.Decoder => GraphWriter.Decoder(Model, GraphContent.Bare),
        GraphKind.Pairs => GraphWriter.Pairs(Model, outputs, GraphContent.Bare),
        GraphKind.Parameters => GraphWriter.Decoder(Model, VaeOutputs.DecoderOutput, GraphContent.Bare),
        _ => GraphWriter.Batch(Model, outputs, GraphContent.Bare),
    };

    private RowBuffer OutputBuffer(VaeOutputs output, int capacity) => new(
        TensorNames.Of(output),
        capacity,
        TensorNames.Width(output, Model),
        isScalar: (output & TensorNames.Scalars) != 0);

    private readonly record struct SessionKey(GraphKind Kind, VaeOutputs Outputs, int Threads);
}
