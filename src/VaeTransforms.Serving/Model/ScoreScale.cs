namespace VaeTransforms.Model;

/// <summary>Takes the unit from a score: minus the lower quartile, in interquartile ranges.</summary>
/// <param name="Lower">The lower quartile.</param>
/// <param name="Unit">The interquartile range; above 0.</param>
internal readonly record struct ScoreScale(float Lower, float Unit)
{
    /// <summary>Where a value lies.</summary>
    public double Position(float value) => ((double)value - Lower) / Unit;
}
