namespace VaeTransforms;

/// <summary>One of the views that a score is made of.</summary>
/// <param name="Name">What it looks at.</param>
/// <param name="Share">
/// How often it is the view that decides the score, among the twentieth of the held-out rows that score highest; in [0, 1].
/// </param>
public sealed record ScorePart(string Name, double Share);
