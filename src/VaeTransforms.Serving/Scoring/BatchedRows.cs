using VaeTransforms.Numerics;
using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>Computes any number of rows through one buffer, as many at a time as it has room for.</summary>
internal static class BatchedRows
{
    /// <summary>Writes a row's values into the buffer.</summary>
    public delegate void RowWriter(int row, Span<float> values);

    /// <summary>Takes a row's values of an output: [K], [D] or [1].</summary>
    public delegate void RowReader(int row, ReadOnlySpan<float> values);

    /// <summary>One output of each input.</summary>
    /// <param name="batch">Computes the output.</param>
    /// <param name="inputs">[n], each as wide as the batch's first input.</param>
    /// <param name="output">Which one.</param>
    /// <returns>[n], each [K], [D] or [1].</returns>
    public static float[][] Compute(BatchScorer batch, IReadOnlyList<float[]> inputs, VaeOutputs output)
    {
        var results = new float[inputs.Count][];
        Compute(
            batch,
            results.Length,
            output,
            (row, values) => inputs[row].CopyTo(values),
            (row, values) => results[row] = [.. values]);
        return results;
    }

    /// <summary>One output of some rows.</summary>
    /// <param name="batch">Computes the output.</param>
    /// <param name="rows">As wide as the batch's first input.</param>
    /// <param name="indices">Indices of the rows.</param>
    /// <param name="output">Which one.</param>
    /// <param name="read">Takes the output of a row, by its place among the indices.</param>
    public static void Compute(BatchScorer batch, RowMatrix rows, long[] indices, VaeOutputs output, RowReader read) =>
        Compute(batch, indices.Length, output, (row, values) => rows.Row(indices[row]).CopyTo(values), read);

    /// <summary>One output of each row.</summary>
    /// <param name="batch">Computes the output.</param>
    /// <param name="rows">How many.</param>
    /// <param name="output">Which one.</param>
    /// <param name="write">Gives the values of a row.</param>
    /// <param name="read">Takes the output of a row.</param>
    public static void Compute(BatchScorer batch, int rows, VaeOutputs output, RowWriter write, RowReader read)
    {
        for (int start = 0; start < rows; start += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, rows - start);
            for (int i = 0; i < count; i++)
            {
                write(start + i, batch.Input(i));
            }

            batch.Run(count);
            for (int i = 0; i < count; i++)
            {
                read(start + i, batch.Output(output, i));
            }
        }
    }
}
