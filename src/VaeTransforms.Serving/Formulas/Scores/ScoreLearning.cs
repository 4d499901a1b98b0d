namespace VaeTransforms.Formulas;

/// <summary>What a score has learned from rows, and what it reports about them.</summary>
/// <param name="Arrays">The arrays that the score declares.</param>
/// <param name="Report">What was chosen.</param>
internal sealed record ScoreLearning(LearnedArrays Arrays, AnomalyScoreReport Report);
