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
    private readonly int _columns = model.Columns.Count;

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

    /// <summary>[N, D]: the prediction of each slot from the other columns, in the input's own units.</summary>
    public string Expected
    {
        get
        {
            string own = graph.Node("slots.own", "Where", Slot, Reconstructions, graph.Constant("zero", [0f]));
            return Flat("slots.expected", graph.Node("slots.own.sum", "ReduceSum", own, graph.Integers("slots.copies", 1)));
        }
    }

    /// <summary>[C, D] Booleans: which slots each copy of the row replaces.</summary>
    private string Slot
    {
        get
        {
            if (_columns == _width)
            {
                string zeros = graph.Node("slots.zeros", "ConstantOfShape", graph.Integers("slots.square", _width, _width));
                return graph.Cast("slots.slot", graph.Node("slots.identity", "EyeLike", zeros), GraphBuilder.Element.Bool);
            }

            var slots = new float[_columns * _width];
            for (int i = 0; i < _columns; i++)
            {
                slots.AsSpan((i * _width) + model.Columns[i].Start, model.Columns[i].Slots).Fill(1);
            }

            return graph.Cast("slots.slot", graph.Constant("slots.members", slots, _columns, _width), GraphBuilder.Element.Bool);
        }
    }

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
            string shape = graph.Integers("slots.cube_shape", -1, _columns, _width);
            return graph.Node("slots.reconstructions", "Reshape", decoded, shape);
        }
    }

    /// <summary>[N, C]: 1 for a column that has a value.</summary>
    private string Observed(string mask)
    {
        long[] first = [.. model.Columns.Select(column => (long)column.Start)];
        return graph.Gather("slots.observed", mask, graph.Integers("slots.first", first), axis: 1);
    }

    private string Rescored(string name, string rows, Func<VaeExpressions, string> wanted) =>
        graph.Within($"slots.{name}", () => wanted(new VaeExpressions(graph, model, rows, latent: null)));

    /// <summary>[anything, D].</summary>
    private string Flat(string name, string value) =>
        graph.Node(name, "Reshape", value, graph.Integers("slots.flat_shape", -1, _width));

    /// <summary>[N, C].</summary>
    private string PerColumn(string name, string value) =>
        graph.Node(name, "Reshape", value, graph.Integers("slots.columns_shape", -1, _columns));
}
