using VaeTransforms.Model;

namespace VaeTransforms.Detection;

/// <summary>What rows taught a score.</summary>
/// <param name="Scoring">How new rows are scored.</param>
/// <param name="LeftOutScores">Scores of known rows, each as if it were new; null where only those of held-out rows are.</param>
/// <param name="Report">What was chosen.</param>
internal sealed record ScoreLesson(LearnedScore Scoring, float[]? LeftOutScores, AnomalyScoreReport Report);
