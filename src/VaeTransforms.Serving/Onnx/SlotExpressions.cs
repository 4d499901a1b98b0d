using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>
/// What each slot has to do with a row's score, as nodes of a graph: the row is computed once more for every slot, with
/// what the other slots let expect in its place.
/// </summary>
/// <remarks>
/// Terms of the likelihood per slot would be cheaper, but a latent space that is wide enough passes a false value on, and
/// the error shows in the KL divergence or in the slots that go with it. Whatever the score is made of, it falls when the
/// false value is taken out.
/// </remarks>
internal sealed class SlotExpressions(GraphBuilder graph, TrainedVae model, string features, VaeExpressions row)
{
    private readonly int _width = model.Architecture.InputSize;

    private float ScoreSpread => model.Calibration?.ScoreSpread
        ?? throw new ArgumentException("What a slot contributes is measured by held-out scores, of which the model has none.", nameof(model));

    private float[] SlotCenters => model.SlotCenters
        ?? throw new ArgumentException("What is expected in a slot starts from held-out rows, of which the model knows nothing.", nameof(model));

    /// <summary>[N, D]: score minus the score with the slot as expected, in units of the spread of held-out scores.</summary>
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

    /// <summary>[N, D]: what the other slots let expect in each, in the input's own units.</summary>
    public string Expected
    {
        get
        {
            string own = graph.Node("slots.own", "Where", Slot, Reconstructions, graph.Constant("zero", [0f]));
            return Flat("slots.expected", graph.Node("slots.own.sum", "ReduceSum", own, graph.Integers("slots.last_axis", 2)));
        }
    }

    /// <summary>[D, D] truth values: the slot that a copy of the row is about.</summary>
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

    /// <summary>[N, D, D]: each copy of a row, with its slot at the center of held-out rows, decoded.</summary>
    private string Reconstructions
    {
        get
        {
            string centers = graph.Constant("slots.centers", SlotCenters, _width);
            string centered = graph.Node("slots.centered", "Where", Slot, centers, Rows);
            string decoded = Rescored("centered", Flat("slots.centered.flat", centered), expressions => expressions.Reconstruction);
            return graph.Node("slots.reconstructions", "Reshape", decoded, graph.Integers("slots.cube_shape", -1, _width, _width));
        }
    }

    private string Rescored(string name, string rows, Func<VaeExpressions, string> wanted) =>
        graph.Within($"slots.{name}", () => wanted(new VaeExpressions(graph, model, rows, latent: null)));

    /// <summary>[anything, D].</summary>
    private string Flat(string name, string value) =>
        graph.Node(name, "Reshape", value, graph.Integers("slots.flat_shape", -1, _width));
}
