using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Scoring;

namespace VaeTransforms.Detection;

/// <summary>The rows that a detector was fitted on, as its score learns from them.</summary>
/// <param name="model">The trained network, whose score is not learned yet.</param>
/// <param name="rows">All rows, in the input's own units.</param>
/// <param name="heldOut">Indices of the rows not trained on, upwards.</param>
internal sealed class ScoreRows(TrainedVae model, RowMatrix rows, long[] heldOut) : IScoreRows
{
    public TrainedVae Model => model;

    public RowMatrix Rows => rows;

    public long[] All { get; } = rows.Indices;

    public long[] HeldOut => heldOut;

    public long[] NotHeldOut
    {
        get
        {
            HashSet<long> without = [.. heldOut];
            return [.. All.Where(row => !without.Contains(row))];
        }
    }

    public long[] Part(long[] rows, int max) => RandomSubset.Of(rows, max, model.Training.Seed);

    public RowMatrix Compute(IRowFormula formula, LearnedArrays arrays, long[] rows) =>
        FormulaScorer.Compute(model, formula, arrays, Rows, rows);
}
