using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>The place of a score among held-out ones, as nodes of a graph.</summary>
/// <remarks>
/// The sorted scores are divided into blocks, about as many as a block has scores. Comparing with the last score of each block
/// finds the block, and comparing within it finds the place. That is exact, and of tens of thousands of scores it compares a few
/// hundred.
/// </remarks>
internal sealed class RankExpression(GraphBuilder graph, TrainedVae model)
{
    private readonly float[] _sorted = model.Calibration?.Scores
        ?? throw new ArgumentException("A p-value compares with held-out scores, but the model has none.", nameof(model));

    /// <summary>(1 + number of held-out scores that are not below) / (n + 1), [N, 1].</summary>
    /// <param name="score">[N, 1].</param>
    /// <remarks>
    /// Vovk, Gammerman and Shafer 2005, 'Algorithmic learning in a random world': for a row exchangeable with the held-out
    /// ones it is at most a with probability at most a, whatever the distribution.
    /// </remarks>
    public string PValue(string score)
    {
        int width = (int)Math.Ceiling(Math.Sqrt(_sorted.Length));
        int blocks = ((_sorted.Length + width - 1) / width) + 1;

        // No score lies above infinity, so the padding never counts. It fills the last block, and one more for scores above all
        // others.
        float[] padded = new float[blocks * width];
        Array.Fill(padded, float.PositiveInfinity);
        _sorted.CopyTo(padded, 0);
        float[] last = [.. Enumerable.Range(1, blocks).Select(block => padded[(block * width) - 1])];

        string fullBlocks = Below("block", graph.Constant("rank.last", last, blocks), score, blocks);
        string place = graph.Cast("rank.block", fullBlocks, GraphBuilder.Element.Int64);
        string index = graph.Node("rank.index", "Squeeze", place, graph.Integers("rank.column_axis", 1));
        string block = graph.Node("rank.values", "Gather", graph.Constant("rank.blocks", padded, blocks, width), index);
        string before = graph.Node("rank.before", "Mul", fullBlocks, graph.Constant("rank.width", [(float)width]));
        string below = graph.Node("rank.below", "Add", before, Below("within", block, score, width));

        // In float32 counts are exact up to 16 million.
        string notBelow = graph.Node("rank.not_below", "Sub", graph.Constant("rank.count", [_sorted.Length + 1f]), below);
        return graph.Node("rank.p_value", "Div", notBelow, graph.Constant("rank.count", [_sorted.Length + 1f]));
    }

    /// <summary>How many values of a row lie below a score, [N, 1].</summary>
    private string Below(string name, string values, string score, int width)
    {
        string less = graph.Node($"rank.{name}.less", "Less", values, score);
        string isBelow = graph.Cast($"rank.{name}.float", less, GraphBuilder.Element.Float);
        float[] ones = new float[width];
        Array.Fill(ones, 1f);
        return graph.Node($"rank.{name}.sum", "MatMul", isBelow, graph.Constant($"rank.{name}.ones", ones, width, 1));
    }
}
