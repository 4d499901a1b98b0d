namespace VaeTransforms;

/// <summary>The value of a category or a Boolean in a row, and the value that was expected.</summary>
/// <param name="Value">The value's name; null for a value that training did not see.</param>
/// <param name="Expected">The name of the value that is the most probable one given the row's other columns.</param>
/// <param name="Probability">Its probability, in [0, 1].</param>
public sealed record CategoryExplanation(string? Value, string Expected, float Probability)
{
    /// <summary>Such as 'Clerk where Manager (0.81) was expected'; the same in every culture.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Value ?? "an unseen value"} where {Expected} ({Probability:F2}) was expected");
}
