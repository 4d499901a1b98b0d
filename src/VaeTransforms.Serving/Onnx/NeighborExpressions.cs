using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>Distances to the nearest reference points, as nodes of a graph.</summary>
internal sealed class NeighborExpressions(GraphBuilder graph, TrainedVae model, LearnedScore scoring, string features, VaeExpressions row)
{
    /// <summary>The initializer with the reference points; a file keeps them under this name.</summary>
    public const string ReferencesName = "neighbors.references";

    private readonly ReferencePoints _references = scoring.References
        ?? throw new ArgumentException("Neighbours are looked for among reference points, of which the model has none.", nameof(scoring));

    /// <summary>The mean distance to the nearest points, [N, 1]; a row that is itself among them is not its own neighbour.</summary>
    /// <param name="count">How many.</param>
    /// <param name="most">How many are looked for, at least as many: one search serves several counts.</param>
    public string Distance(int count, int most)
    {
        count = scoring.Count(count);
        string sorted = graph.Columns($"neighbors.{count}", Distances(scoring.Count(most)), 0, count + 1);
        string nearest = graph.Columns("neighbors.nearest", sorted, 0, 1);

        // One more than asked for: the row itself is taken out of the sum where it is there, otherwise the farthest.
        string isRow = graph.Node("neighbors.same", "Less", nearest, graph.Constant("neighbors.same_point", [_references.SamePoint]));
        string left = graph.Node($"neighbors.{count}.left", "Where", isRow, nearest, graph.Columns($"neighbors.{count}.farthest", sorted, count, count + 1));
        float[] ones = new float[count + 1];
        Array.Fill(ones, 1f);
        string sum = graph.Node($"neighbors.{count}.sum", "MatMul", sorted, graph.Constant($"neighbors.{count}.ones", ones, count + 1, 1));
        return graph.Node($"neighbors.{count}.mean", "Div",
            graph.Node($"neighbors.{count}.rest", "Sub", sum, left), graph.Constant($"neighbors.{count}.count", [(float)count]));
    }

    /// <summary>[N, count + 1], upwards.</summary>
    /// <remarks>
    /// A product with all points tells which are nearest, since |x - r|² = |x|² - 2 x·r + |r|²; it is no way to compute the
    /// distance of a point that nearly coincides, so those few are computed as they are defined.
    /// </remarks>
    private string Distances(int count)
    {
        int width = _references.Width;
        string references = graph.Constant(ReferencesName, _references.Values, _references.Count, width);
        string nearness = graph.TwiceProductWithTransposed(
            "neighbors.nearness", Point, references, graph.Constant("neighbors.minus_squares", MinusSquares(), 1, _references.Count));
        string places = graph.PlacesOfLargest($"neighbors.{count}.places", nearness, count + 1);
        string points = graph.Node($"neighbors.{count}.points", "Gather", references, places);
        string difference = graph.Node($"neighbors.{count}.difference", "Sub", points,
            graph.Node("neighbors.point.row", "Reshape", Point, graph.Integers("neighbors.point_shape", -1, 1, width)));
        string squares = graph.Node($"neighbors.{count}.squares", "ReduceSum",
            graph.Node($"neighbors.{count}.square", "Mul", difference, difference), graph.Integers("neighbors.axis", 2));
        return graph.Node($"neighbors.{count}.distances", "Sqrt", graph.Node(
            $"neighbors.{count}.flat", "Reshape", squares, graph.Integers($"neighbors.{count}.shape", -1, count + 1)));
    }

    /// <summary>[N, width].</summary>
    private string Point
    {
        get
        {
            string centre = _references.Space == NeighborSpace.Input
                ? graph.Constant("neighbors.centre", _references.Centre, model.Architecture.InputSize)
                : row.Reconstruction;
            string scaled = row.Bounded(graph.Node("neighbors.scaled", "Div",
                graph.Node("neighbors.centred", "Sub", features, centre),
                graph.Constant("neighbors.scale", _references.Scale, model.Architecture.InputSize)));
            return _references.Space == NeighborSpace.Input ? scaled : graph.Concatenation("neighbors.point", axis: 1, row.Mean, scaled);
        }
    }

    private float[] MinusSquares()
    {
        float[] squares = new float[_references.Count];
        for (int i = 0; i < squares.Length; i++)
        {
            double sum = 0;
            foreach (float value in _references.Values.AsSpan(i * _references.Width, _references.Width))
            {
                sum += (double)value * value;
            }

            squares[i] = (float)-sum;
        }

        return squares;
    }
}
