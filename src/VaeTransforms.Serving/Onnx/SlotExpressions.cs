using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>
/// What each slot contributes to a row's score, as nodes of a graph: the row is computed once more for every slot, with the slot
/// replaced by its prediction from the other slots.
/// </summary>
/// <remarks>
/// The likelihood's terms per slot would be cheaper. But a latent space that is wide enough reproduces a false value, and the
/// error shows in the KL divergence or in related slots. Whatever the score is made of, it falls when the false value is
/// replaced.
/// </remarks>
internal sealed class SlotExpressions(GraphBuilder graph, TrainedVae model, string features, VaeExpressions row)
{
    private readonly int _width = model.Architecture.InputSize;

    private float ScoreSpread => model.Calibration?.ScoreSpread
        ?? throw new ArgumentException("A slot's contribution is in units of the spread of held-out scores, but there are none.");

    private float[] SlotCenters => model.SlotCenters
        ?? throw new ArgumentException("A slot is predicted from the medians of held-out rows, but there are none.");

    /// <summary>[N, D]: the score minus the score with the slot replaced, in units of the spread of held-out scores.</summary>
    public string Contributions
    {
        get
        {
            string replaced = graph.Node("slots.replaced", "Where", Slot, Reconstructions, Rows);
            string scores = Rescored("replaced", Flat("slots.replaced.flat", replaced), expressions => expressions.Score);
            string difference = graph.Node("slots.difference", "Sub", row.Score, Flat("slots.scores", scores));
            return graph.Node(
                "slots.contributions", "Mul", difference, graph.Constant("slots.inverse_spread", [1 / ScoreSpread]));
        }
    }

    /// <summary>[N, D]: the prediction of each slot from the others, in the input's own units.</summary>
    public string Expected
    {
        get
        {
            string own = graph.Node("slots.own", "Where", Slot, Reconstructions, graph.Constant("zero", [0f]));
            return Flat("slots.expected", graph.Node("slots.own.sum", "ReduceSum", own, graph.Integers("slots.last_axis", 2)));
        }
    }

    /// <summary>[D, D] Booleans: which slot each copy of the row replaces.</summary>
    private string Slot
    {
        get
        {
            string zeros = graph.Node("slots.zeros", "ConstantOfShape", graph.Integers("slots.square_shape", _width, _width));
            return graph.Cast("slots.slot", graph.Node("slots.identity", "EyeLike", zeros), GraphBuilder.Element.Bool);
        }
    }

    /// <summary>[N, 1, D].</summary>
    private string Rows => graph.Node("slots.rows", "Reshape", features, graph.Integers("slots.rows_shape", -1, 1, _width));

    /// <summary>[N, D, D]: each copy of a row, with its slot set to the median of held-out rows, decoded.</summary>
    private string Reconstructions
    {
        get
        {
            string centers = graph.Constant("slots.centers", SlotCenters, _width);
            string centered = graph.Node("slots.centered", "Where", Slot, centers, Rows);
            string rows = Flat("slots.centered.flat", centered);
            string decoded = Rescored("centered", rows, expressions => expressions.Reconstruction);
            string shape = graph.Integers("slots.cube_shape", -1, _width, _width);
            return graph.Node("slots.reconstructions", "Reshape", decoded, shape);
        }
    }

    private string Rescored(string name, string rows, Func<VaeExpressions, string> wanted) =>
        graph.Within($"slots.{name}", () => wanted(new VaeExpressions(graph, model, rows, latent: null)));

    /// <summary>[anything, D].</summary>
    private string Flat(string name, string value) =>
        graph.Node(name, "Reshape", value, graph.Integers("slots.flat_shape", -1, _width));
}
