using VaeTransforms.Formulas;

namespace VaeTransforms.Onnx;

/// <summary>A <see cref="QuantileMap"/> as nodes of a graph.</summary>
/// <remarks>
/// How many of a slot's 64 bends are not above a value says on which piece it lies. They are counted in two levels of eight,
/// the second among the eight that the first leads to: in batches in half the time and a quarter of the memory of counting
/// all at once. Six halvings need as little memory, but three times the nodes, which is what a single row costs; a tree for
/// each slot makes files larger and sessions slower to load.
/// </remarks>
internal sealed class QuantileExpressions(GraphBuilder graph, int width)
{
    private const int Level = QuantileMap.Level;

    /// <summary>The map's value of each value, [N, D].</summary>
    /// <param name="x">[N, D].</param>
    /// <param name="from">Where the pieces begin and end, a constant.</param>
    /// <param name="to">What they become there, a constant.</param>
    public string Interpolated(string x, OnnxValue from, OnnxValue to)
    {
        float[] knots = Array.ConvertAll(from.Constant!.Values, value => (float)value);
        float[] values = Array.ConvertAll(to.Constant!.Values, value => (float)value);
        string name = graph.NameFor($"Interpolate({x}, {from.Name}, {to.Name})", "interpolate");
        string block = graph.Node($"{name}.block", "Add", Coarse(name, x, knots), Multiples("quantiles.slot.blocks", Level));

        // Knot slot · 66 + block · 8 + fine, where block already has slot · 8 in it.
        string piece = graph.Node($"{name}.piece", "Add",
            graph.Node($"{name}.before", "Add",
                graph.Node($"{name}.before.block", "Mul", block, graph.Integers("quantiles.level", Level)), Fine(name, x, knots, block)),
            Multiples("quantiles.slot.knots", QuantileMap.Knots - QuantileMap.Bends));
        string beyond = graph.Node($"{name}.beyond", "Sub", x, At($"{name}.from", from.Name!, knots));
        string rise = graph.Node($"{name}.rise", "Mul", beyond, At($"{name}.slope", $"{name}.slopes", QuantileMap.Slopes(knots, values)));
        return graph.Node(name, "Add", rise, At($"{name}.to", to.Name!, values));

        string At(string node, string constant, float[] perKnot) =>
            graph.Node(node, "Gather", graph.Constant(constant, perKnot, perKnot.Length), piece);
    }

    /// <summary>How many whole blocks of bends lie below each value, [N, D]. All slots are compared with their first bounds, then with their second, and so on.</summary>
    private string Coarse(string name, string x, float[] knots)
    {
        const int Bounds = Level - 1;
        float[] bounds = [.. from i in Enumerable.Range(1, Bounds) from slot in Enumerable.Range(0, width) select Bend(knots, slot, i * Level)];
        string reached = Reached($"{name}.coarse", x, graph.Constant($"{name}.blocks", bounds, Bounds, 1, width)); // [7, N, D]
        string counted = graph.Node($"{name}.coarse.count", "MatMul",
            Ones(1, Bounds), graph.Node($"{name}.coarse.rows", "Reshape", reached, graph.Integers("quantiles.bounds_shape", Bounds, -1)));
        return Whole($"{name}.coarse.whole", counted);
    }

    /// <summary>How many bends of its block are not above each value, [N, D].</summary>
    private string Fine(string name, string x, float[] knots, string block)
    {
        float[] bends = [.. from slot in Enumerable.Range(0, width) from i in Enumerable.Range(0, QuantileMap.Bends) select Bend(knots, slot, i)];
        string ofBlock = graph.Node($"{name}.bends.block", "Gather", graph.Constant($"{name}.bends", bends, width * Level, Level), block);

        // A product with ones copies each value beside its bends: to compare equal shapes is many times faster than to spread one.
        string copies = graph.Node($"{name}.copies", "MatMul", graph.Node($"{name}.column", "Reshape", x, graph.Integers("quantiles.column", -1, 1)), Ones(1, Level));
        string reached = Reached($"{name}.fine", copies, graph.Node($"{name}.bends.rows", "Reshape", ofBlock, graph.Integers("quantiles.level_shape", -1, Level)));
        return Whole($"{name}.fine.whole", graph.Node($"{name}.fine.count", "MatMul", reached, Ones(Level, 1)));
    }

    private string Reached(string name, string x, string bounds) =>
        graph.Cast($"{name}.number", graph.Node($"{name}.reached", "GreaterOrEqual", x, bounds), GraphBuilder.Element.Float);

    /// <summary>[N, D] whole numbers.</summary>
    private string Whole(string name, string count) => graph.Cast(
        name, graph.Node($"{name}.flat", "Reshape", count, graph.Integers("quantiles.flat_shape", -1, width)), GraphBuilder.Element.Int64);

    private string Ones(int rows, int columns)
    {
        float[] ones = new float[rows * columns];
        Array.Fill(ones, 1f);
        return graph.Constant($"quantiles.ones.{rows}.{columns}", ones, rows, columns);
    }

    private static float Bend(float[] knots, int slot, int bend) => knots[(slot * QuantileMap.Knots) + 1 + bend];

    /// <summary>[D]: a multiple of each slot's number.</summary>
    private string Multiples(string name, int factor) =>
        graph.Integers(name, [.. Enumerable.Range(0, width).Select(slot => (long)slot * factor)]);
}
