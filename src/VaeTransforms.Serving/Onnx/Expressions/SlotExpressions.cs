using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>
/// What each column contributes to a row's score, as nodes of a graph: the row is computed once more for every column, with its
/// slots replaced by their prediction from the other columns.
/// </summary>
/// <remarks>
/// The likelihood's terms per column would be cheaper. But a latent space that is wide enough reproduces a false value, and the
/// error shows in the KL divergence or in related slots. Whatever the score is made of, it falls when the false value is
/// replaced.
/// </remarks>
internal sealed class SlotExpressions(GraphBuilder graph, TrainedVae model, string features, VaeExpressions row)
{
    private readonly int _width = model.Architecture.InputSize;
    private readonly int _scored = model.Architecture.ScoredSlots;
    private readonly IReadOnlyList<VaeColumn> _columns = model.ScoredColumns;

    private float ScoreSpread => model.Calibration?.ScoreSpread
        ?? throw new ArgumentException("A slot's contribution is in units of the spread of held-out scores, but there are none.");

    private float[] SlotCenters => model.SlotCenters
        ?? throw new ArgumentException("A slot is predicted from the medians of held-out rows, but there are none.");

    /// <summary>[N, C]: the score minus the score with the column replaced, in units of the spread of held-out scores.</summary>
    public string Contributions
    {
        get
        {
            string replaced = graph.Node("slots.replaced", "Where", Slot, Reconstructions, Rows);
            string scores = Rescored("replaced", Flat("slots.replaced.flat", replaced), expressions => expressions.Score);
            string difference = graph.Node("slots.difference", "Sub", row.Score, PerColumn("slots.scores", scores));
            string contributions = graph.Node(
                "slots.contributions", "Mul", difference, graph.Constant("slots.inverse_spread", [1 / ScoreSpread]));
            return row.Mask is { } mask
                ? graph.Node("slots.contributions.observed", "Mul", contributions, Observed(mask))
                : contributions;
        }
    }

    /// <summary>
    /// [N, D]: the prediction of each slot from the other columns, in the input's own units; a condition as it came.
    /// </summary>
    public string Expected
    {
        get
        {
            string own = graph.Node("slots.own", "Where", Slot, Reconstructions, graph.Constant("zero", [0f]));
            string expected = Flat(
                "slots.expected", graph.Node("slots.own.sum", "ReduceSum", own, graph.Integers("slots.copies", 1)));
            return _scored == _width ? expected : graph.Node(
                "slots.expected.given",
                "Where",
                graph.Cast("slots.given", graph.Constant("slots.condition", Condition, 1, _width), GraphBuilder.Element.Bool),
                features,
                expected);
        }
    }

    /// <summary>[C, D] Booleans: which slots each copy of the row replaces.</summary>
    private string Slot
    {
        get
        {
            if (_columns.Count == _scored)
            {
                string zeros = graph.Node(
                    "slots.zeros", "ConstantOfShape", graph.Integers("slots.square", _columns.Count, _width));
                return graph.Cast("slots.slot", graph.Node("slots.identity", "EyeLike", zeros), GraphBuilder.Element.Bool);
            }

            var slots = new float[_columns.Count * _width];
            for (int i = 0; i < _columns.Count; i++)
            {
                slots.AsSpan((i * _width) + _columns[i].Start, _columns[i].Slots).Fill(1);
            }

            string members = graph.Constant("slots.members", slots, _columns.Count, _width);
            return graph.Cast("slots.slot", members, GraphBuilder.Element.Bool);
        }
    }

    /// <summary>[D]: 1 for the slots of a condition.</summary>
    private float[] Condition => [.. Enumerable.Range(0, _width).Select(slot => slot < _scored ? 0f : 1)];

    /// <summary>[N, 1, D].</summary>
    private string Rows => graph.Node("slots.rows", "Reshape", features, graph.Integers("slots.rows_shape", -1, 1, _width));

    /// <summary>[N, C, D]: each copy of a row, without what its column holds, decoded.</summary>
    private string Reconstructions
    {
        get
        {
            string centers = graph.Constant("slots.centers", SlotCenters, _width);
            string centered = graph.Node("slots.centered", "Where", Slot, centers, Rows);
            string rows = Flat("slots.centered.flat", centered);
            string decoded = Rescored("centered", rows, expressions => expressions.Reconstruction);
            string shape = graph.Integers("slots.cube_shape", -1, _columns.Count, _width);
            return graph.Node("slots.reconstructions", "Reshape", decoded, shape);
        }
    }

    /// <summary>[N, C]: 1 for a column that has a value.</summary>
    private string Observed(string mask)
    {
        long[] first = [.. _columns.Select(column => (long)column.Start)];
        return graph.Gather("slots.observed", mask, graph.Integers("slots.first", first), axis: 1);
    }

    private string Rescored(string name, string rows, Func<VaeExpressions, string> wanted) =>
        graph.Within($"slots.{name}", () => wanted(new VaeExpressions(graph, model, rows, latent: null)));

    /// <summary>[anything, D].</summary>
    private string Flat(string name, string value) =>
        graph.Node(name, "Reshape", value, graph.Integers("slots.flat_shape", -1, _width));

    /// <summary>[N, C].</summary>
    private string PerColumn(string name, string value) =>
        graph.Node(name, "Reshape", value, graph.Integers("slots.columns_shape", -1, _columns.Count));
}
