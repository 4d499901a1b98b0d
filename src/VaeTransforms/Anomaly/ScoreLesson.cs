using VaeTransforms.Model;

namespace VaeTransforms.Anomaly;

/// <summary>What rows taught a score.</summary>
/// <param name="Scoring">How new rows are scored.</param>
/// <param name="LeftOut">Rows that it has learned from and can nevertheless score; null where there are none.</param>
/// <param name="Report">What was chosen.</param>
internal sealed record ScoreLesson(LearnedScore Scoring, LeftOutRows? LeftOut, AnomalyScoreReport Report);

/// <summary>Rows that a score has learned from, scored as if it had not.</summary>
/// <param name="Scoring">
/// As for new rows, but for energies: a network knows the rows trained on better than others, so their quartiles take the place
/// of the held-out rows' quartiles, and an energy counts by its place among its own kind.
/// </param>
/// <param name="Rows">Indices of all rows that were not held out.</param>
internal sealed record LeftOutRows(LearnedScore Scoring, long[] Rows);
