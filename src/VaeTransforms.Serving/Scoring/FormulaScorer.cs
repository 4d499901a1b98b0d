using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>
/// Computes a formula of rows by a graph of its own: what scores learn from before a model's graphs can be written.
/// </summary>
internal static class FormulaScorer
{
    /// <summary>The formula's value of each row.</summary>
    /// <param name="model">The network.</param>
    /// <param name="formula">What to compute.</param>
    /// <param name="arrays">What the formula has learned.</param>
    /// <param name="rows">In the input's own units.</param>
    /// <param name="indices">Indices of the rows to compute, in the order that is wanted.</param>
    /// <returns>[indices, width of the formula].</returns>
    public static RowMatrix Compute(TrainedVae model, IRowFormula formula, LearnedArrays arrays, RowMatrix rows, long[] indices)
    {
        (byte[] graph, int width) = GraphWriter.Formula(model, formula, arrays);
        var values = new RowMatrix(new float[checked(indices.Length * width)], width);
        if (indices.Length == 0)
        {
            return values;
        }

        // One part for each processor: a part's values stay near its caches, and no part waits for another within the graph.
        int partRows = ScoringPlan.BatchSize(model.Architecture, maxScoreWidth: formula.MaxWidth(arrays));
        int capacity = (int)Math.Min(indices.LongLength, (long)partRows * Environment.ProcessorCount);
        using var session = new SessionHandle(graph, threads: 1);
        using var batch = new BatchScorer(
            session,
            capacity,
            (capacity + partRows - 1) / partRows,
            [new RowBuffer(TensorNames.Features, capacity, rows.Width, isScalar: false)],
            [(VaeOutputs.Score, new RowBuffer(TensorNames.Of(VaeOutputs.Score), capacity, width, isScalar: false))]);
        BatchedRows.Compute(batch, rows, indices, VaeOutputs.Score, (row, computed) => computed.CopyTo(values.Row(row)));
        return values;
    }
}
