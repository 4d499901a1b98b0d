using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Scoring;
using VaeTransforms.Training;

namespace VaeTransforms.Detection;

/// <summary>The rows that a detector was fitted on, as its score learns from them.</summary>
/// <param name="model">The trained network, whose score is not learned yet.</param>
/// <param name="rows">All rows, in the input's own units.</param>
/// <param name="split">Which of them were trained on, and which held out.</param>
internal sealed class ScoreRows(TrainedVae model, RowMatrix rows, RowSplit split) : IScoreRows
{
    public TrainedVae Model => model;

    public RowMatrix Rows => rows;

    public long[] All { get; } = Without(rows.Indices, split.Dropped);

    public long[] HeldOut => split.Validation;

    public long[] NotHeldOut => Without(All, HeldOut);

    public bool HeldOutIsApart => split.IsApart;

    /// <summary>Whether the held-out rows are blocks in time order.</summary>
    public bool HeldOutIsInBlocks => split.IsInBlocks;

    public long[] Part(long[] rows, int max) => RandomSubset.Of(rows, max, model.Training.Seed);

    public RowMatrix Compute(IRowFormula formula, LearnedArrays arrays, long[] rows) =>
        FormulaScorer.Compute(model, formula, arrays, Rows, rows);

    private static long[] Without(long[] rows, long[] others)
    {
        HashSet<long> without = [.. others];
        return [.. rows.Where(row => !without.Contains(row))];
    }
}
