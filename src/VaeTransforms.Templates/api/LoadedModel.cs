using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using VaeTransforms;

/// <summary>A model, engines for it, and its users. It is disposed when it was replaced and its last user is done.</summary>
public sealed class LoadedModel
{
    private readonly ITransformer _pipeline;
    private readonly ObjectPool<PredictionEngine<Reading, Verdict>> _engines;
    private readonly ScoreDriftMonitor _monitor;
    private int _users = 1;

    private LoadedModel(DateTime written, ITransformer pipeline, Func<PredictionEngine<Reading, Verdict>> create, VaeModel model)
    {
        Written = written;
        _pipeline = pipeline;
        _engines = new DefaultObjectPoolProvider().Create(new Policy(create));
        _monitor = model.CreateDriftMonitor();

        // A model that does not take these rows fails here, and not at the first request.
        _engines.Return(create());
    }

    /// <summary>When its file was written.</summary>
    public DateTime Written { get; }

    /// <summary>Loads a model for scoring in batches. It has one user, who releases it.</summary>
    public static LoadedModel Load(string path)
    {
        DateTime written = File.GetLastWriteTimeUtc(path);
        var mlContext = new MLContext();
        ITransformer pipeline = mlContext.Model.LoadVae(path, out _);
        using VaeModel model = VaeModel.FromTransformer(pipeline);

        // Engines share the pipeline, so none of them may dispose it.
        return new LoadedModel(
            written,
            pipeline,
            () => mlContext.Model.CreatePredictionEngine<Reading, Verdict>(
                pipeline, new PredictionEngineOptions { OwnsTransformer = false }),
            model);
    }

    /// <summary>Adds a user, unless the model is disposed.</summary>
    public bool TryUse()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users)
            {
                return true;
            }

            users = before;
        }

        return false;
    }

    /// <summary>A user is done.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            (_engines as IDisposable)?.Dispose();
            (_pipeline as IDisposable)?.Dispose();
        }
    }

    public Verdict[] Score(Reading[] readings)
    {
        PredictionEngine<Reading, Verdict> engine = _engines.Get();
        try
        {
            Verdict[] verdicts = [.. readings.Select(engine.Predict)];
            lock (_monitor)
            {
                Array.ForEach(verdicts, verdict => _monitor.Add(verdict.Score));
            }

            return verdicts;
        }
        finally
        {
            _engines.Return(engine);
        }
    }

    public ScoreDrift Drift()
    {
        lock (_monitor)
        {
            return _monitor.Test();
        }
    }

    private sealed class Policy(Func<PredictionEngine<Reading, Verdict>> create)
        : PooledObjectPolicy<PredictionEngine<Reading, Verdict>>
    {
        public override PredictionEngine<Reading, Verdict> Create() => create();

        public override bool Return(PredictionEngine<Reading, Verdict> obj) => true;
    }
}
