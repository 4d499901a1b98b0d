using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Formulas;

/// <summary>The rows that a score learns from, and what the trained network computes from them.</summary>
internal interface IScoreRows
{
    /// <summary>The trained network.</summary>
    TrainedVae Model { get; }

    /// <summary>All rows, in the input's own units.</summary>
    RowMatrix Rows { get; }

    /// <summary>Indices of all rows that a score may learn from, upwards.</summary>
    long[] All { get; }

    /// <summary>Indices of the rows that the network was not trained on, upwards. A detector has at least one.</summary>
    long[] HeldOut { get; }

    /// <summary>Indices of the rows that show what new ones look like: those held out, or all if none are.</summary>
    long[] LikeNew => HeldOut.Length > 0 ? HeldOut : All;

    /// <summary>Indices of the rows that are not held out, upwards.</summary>
    long[] NotHeldOut { get; }

    /// <summary>
    /// Whether held-out rows are apart: no other row is too like them, but they may be like each other. Then distances are
    /// measured to the other rows only, and held-out rows alone show what is normal.
    /// </summary>
    bool HeldOutIsApart { get; }

    /// <summary>All of some rows, or a random part of them if they are many. The same rows give the same part.</summary>
    /// <param name="rows">Indices, upwards.</param>
    /// <param name="max">The size of the part.</param>
    /// <returns>Indices, upwards.</returns>
    long[] Part(long[] rows, int max);

    /// <summary>A formula's values, in the single precision of the model's graphs.</summary>
    /// <param name="formula">What to compute.</param>
    /// <param name="arrays">What it has learned.</param>
    /// <param name="rows">Indices of the rows.</param>
    RowMatrix Compute(IRowFormula formula, LearnedArrays arrays, long[] rows);
}
