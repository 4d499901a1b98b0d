namespace VaeTransforms.Onnx;

/// <summary>The place of a score among held-out ones, as nodes of a graph.</summary>
/// <param name="graph">The graph.</param>
/// <param name="name">The start of the names of the nodes.</param>
/// <param name="sorted">Held-out scores, upwards; at least one.</param>
/// <remarks>
/// The sorted scores are divided into blocks, about as many as a block has scores. Comparing with the last score of each block
/// finds the block, and comparing within it finds the place. That is exact, and of tens of thousands of scores it compares a few
/// hundred.
/// </remarks>
internal sealed class RankExpression(GraphBuilder graph, string name, float[] sorted)
{
    /// <summary>(1 + number of held-out scores that are not below) / (n + 1), [N, 1].</summary>
    /// <param name="score">[N, 1].</param>
    /// <remarks>
    /// Vovk, Gammerman and Shafer 2005, 'Algorithmic learning in a random world': for a row exchangeable with the held-out
    /// ones it is at most a with probability at most a, whatever the distribution.
    /// </remarks>
    public string ShareNotBelow(string score)
    {
        int width = (int)Math.Ceiling(Math.Sqrt(sorted.Length));
        int blocks = ((sorted.Length + width - 1) / width) + 1;

        // No score lies above infinity, so the padding never counts. It fills the last block, and one more for scores above all
        // others.
        float[] padded = new float[blocks * width];
        Array.Fill(padded, float.PositiveInfinity);
        sorted.CopyTo(padded, 0);
        float[] last = [.. Enumerable.Range(1, blocks).Select(block => padded[(block * width) - 1])];

        string fullBlocks = Below("block", graph.Constant($"{name}.last", last, blocks), score, blocks);
        string place = graph.Cast($"{name}.block", fullBlocks, GraphBuilder.Element.Int64);
        string index = graph.Node($"{name}.index", "Squeeze", place, graph.Integers($"{name}.column_axis", 1));
        string block = graph.Node($"{name}.values", "Gather", graph.Constant($"{name}.blocks", padded, blocks, width), index);
        string before = graph.Node($"{name}.before", "Mul", fullBlocks, graph.Constant($"{name}.width", [(float)width]));
        string below = graph.Node($"{name}.below", "Add", before, Below("within", block, score, width));

        // In float32 counts are exact up to 16 million.
        string notBelow = graph.Node($"{name}.not_below", "Sub", graph.Constant($"{name}.count", [sorted.Length + 1f]), below);
        return graph.Node($"{name}.p_value", "Div", notBelow, graph.Constant($"{name}.count", [sorted.Length + 1f]));
    }

    /// <summary>How many values of a row lie below a score, [N, 1].</summary>
    private string Below(string part, string values, string score, int width)
    {
        string less = graph.Node($"{name}.{part}.less", "Less", values, score);
        string isBelow = graph.Cast($"{name}.{part}.float", less, GraphBuilder.Element.Float);
        float[] ones = new float[width];
        Array.Fill(ones, 1f);
        return graph.Node($"{name}.{part}.sum", "MatMul", isBelow, graph.Constant($"{name}.{part}.ones", ones, width, 1));
    }
}
