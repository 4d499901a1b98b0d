namespace VaeTransforms;

/// <content>Stopping and going on.</content>
public sealed partial record VaeOptions
{
    /// <summary>
    /// Where the fit saves its course, so that it can go on after its process has ended. Default: null, it is not saved.
    /// </summary>
    /// <remarks>
    /// <c>Fit</c> throws before training if the folder cannot be written, if another fit uses it, or if its checkpoint is of
    /// other options, other data or another version; the message names what differs. A damaged checkpoint is left out with a
    /// warning, and the one before it used. Without <see cref="Seed"/> a fit goes on with the seed of its checkpoint.
    /// </remarks>
    public VaeCheckpoint? Checkpoint { get; init; }
}
