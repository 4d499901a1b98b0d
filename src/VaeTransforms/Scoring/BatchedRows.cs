using VaeTransforms.Onnx;

namespace VaeTransforms.Scoring;

/// <summary>Any number of rows through one buffer, as many at a time as it holds.</summary>
internal static class BatchedRows
{
    /// <summary>One output of each input.</summary>
    /// <param name="batch">Computes the output.</param>
    /// <param name="inputs">[n], each as wide as the batch's first input.</param>
    /// <param name="output">Which one.</param>
    /// <returns>[n], each [K], [D] or [1].</returns>
    public static float[][] Compute(BatchScorer batch, IReadOnlyList<float[]> inputs, VaeOutputs output)
    {
        var results = new float[inputs.Count][];
        for (int start = 0; start < results.Length; start += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, results.Length - start);
            for (int i = 0; i < count; i++)
            {
                inputs[start + i].CopyTo(batch.Input(i));
            }

            batch.Run(count);
            for (int i = 0; i < count; i++)
            {
                results[start + i] = [.. batch.Output(output, i)];
            }
        }

        return results;
    }
}
