using Microsoft.Extensions.Options;
using VaeTransforms;

/// <summary>The model that is served. A new one replaces it while requests go on with the old one.</summary>
public sealed class Detector : IDisposable
{
    private readonly string _path;
    private readonly ILogger<Detector> _logger;
    private LoadedModel _model;

    public Detector(IOptions<DetectorOptions> options, ILogger<Detector> logger)
    {
        _path = options.Value.Path;
        _logger = logger;
        _model = LoadedModel.Load(_path);
        _logger.LogInformation("Loaded {Path}", Path.GetFullPath(_path));
    }

    /// <summary>When the served file was written.</summary>
    public DateTime Loaded => _model.Written;

    /// <summary>Scores rows, and adds them to the drift monitor.</summary>
    public Verdict[] Score(Reading[] readings)
    {
        LoadedModel model = Use();
        try
        {
            return model.Score(readings);
        }
        finally
        {
            model.Release();
        }
    }

    /// <summary>Whether the latest scores still look like those of the rows that were held out in training.</summary>
    public ScoreDrift Drift()
    {
        LoadedModel model = Use();
        try
        {
            return model.Drift();
        }
        finally
        {
            model.Release();
        }
    }

    /// <summary>Takes the file if it is another than the served one. A file that cannot be read leaves the served one.</summary>
    public void Refresh()
    {
        if (!File.Exists(_path) || File.GetLastWriteTimeUtc(_path) == _model.Written)
        {
            return;
        }

        try
        {
            LoadedModel fresh = LoadedModel.Load(_path);
            Interlocked.Exchange(ref _model, fresh).Release();
            _logger.LogInformation("Loaded the new {Path}", Path.GetFullPath(_path));
        }
        catch (Exception e)
        {
            // Whatever is wrong with the file, requests go on.
            _logger.LogWarning(e, "Could not load the new {Path}; the old model stays", Path.GetFullPath(_path));
        }
    }

    public void Dispose() => _model.Release();

    private LoadedModel Use()
    {
        LoadedModel model;
        do
        {
            // It can be replaced and released between the two lines; then the next one is there already.
            model = Volatile.Read(ref _model);
        }
        while (!model.TryUse());
        return model;
    }
}
