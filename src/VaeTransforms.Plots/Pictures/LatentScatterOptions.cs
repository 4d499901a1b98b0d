namespace VaeTransforms.Plots;

/// <summary>How <see cref="LatentScatter"/> draws.</summary>
public sealed record LatentScatterOptions
{
    /// <summary>The heading; null, the default, for one that says what is drawn.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// The two latent dimensions to draw; null, the default, for both where there are two, and otherwise for the first two
    /// principal components of the codes.
    /// </summary>
    public (int X, int Y)? Dimensions { get; init; }

    /// <summary>What the labels are, over their list; "label" unless told otherwise.</summary>
    public string LabelName
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(LabelName));
    } = "label";

    /// <summary>Of more rows than this, 5,000 by default, a random selection is drawn, and the heading says so.</summary>
    public int MaxPoints
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPoints), value, "MaxPoints must be at least 1.");
    } = 5000;
}
