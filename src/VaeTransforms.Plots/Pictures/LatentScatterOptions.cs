namespace VaeTransforms.Plots;

/// <summary>Options of <see cref="LatentScatter"/>.</summary>
public sealed record LatentScatterOptions
{
    /// <summary>The heading; null, the default, for a heading that describes the picture.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// The two latent dimensions to draw. Null, the default, draws both where there are two, and the first two principal
    /// components of the codes where there are more.
    /// </summary>
    public (int X, int Y)? Dimensions { get; init; }

    /// <summary>The title of the legend; "label" by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string LabelName
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(LabelName));
    } = "label";

    /// <summary>
    /// The maximum number of points, from 1; 5,000 by default. Of more rows a random selection is drawn, and the heading
    /// states it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPoints
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxPoints), value, "MaxPoints must be at least 1.");
    } = 5000;
}
