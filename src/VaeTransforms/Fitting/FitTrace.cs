using System.Diagnostics;
using VaeTransforms.Model;

namespace VaeTransforms.Fitting;

/// <summary>A fit as an <see cref="Activity"/>: its sizes, an event for each epoch, and how it ended.</summary>
internal sealed class FitTrace : IDisposable
{
    private const string Name = "VaeTransforms";
    private static readonly ActivitySource Source = new(Name);

    private readonly Activity? _activity = Source.StartActivity($"{Name}.Fit");
    private bool _isComplete;

    /// <summary>An epoch has ended.</summary>
    public void Epoch(EpochMetrics epoch) => _activity?.AddEvent(new ActivityEvent("epoch", tags: new ActivityTagsCollection
    {
        ["vaetransforms.epoch"] = epoch.Epoch,
        ["vaetransforms.elbo"] = epoch.Train.Elbo,
        ["vaetransforms.validation_elbo"] = epoch.Validation?.Elbo,
    }));

    /// <summary>The fit has ended.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="rows">The rows it read, held-out ones included.</param>
    public void Complete(TrainedVae model, long rows)
    {
        _isComplete = true;
        _activity?
            .SetTag("vaetransforms.rows", rows)
            .SetTag("vaetransforms.slots", model.Architecture.InputSize)
            .SetTag("vaetransforms.latent_dimension", model.Architecture.LatentDimension)
            .SetTag("vaetransforms.network", $"{model.Architecture}")
            .SetTag("vaetransforms.epochs", model.Training.Epochs)
            .SetStatus(ActivityStatusCode.Ok);
    }

    /// <summary>Ends the activity; a fit that did not complete is an error.</summary>
    public void Dispose()
    {
        if (!_isComplete)
        {
            _activity?.SetStatus(ActivityStatusCode.Error);
        }

        _activity?.Dispose();
    }
}
