using VaeTransforms.Formulas;

namespace VaeTransforms.Onnx;

/// <summary>A <see cref="QuantileMap"/> as nodes of a graph.</summary>
/// <remarks>
/// <para>
/// How many of a slot's 64 bends are not above a value decides on which piece it lies. They are counted in two levels of eight:
/// in batches that takes half the time and a quarter of the memory of counting all at once. Six halvings need as little memory,
/// but three times the nodes, which slows down a single row; a tree for each slot makes files larger and sessions slower to load.
/// </para>
/// <code>
/// x ─┬─ GreaterOrEqual(bounds of blocks) ─ MatMul(ones) ─ Cast ── block ─┬─ Gather(bends of the block) ─┐
///    ├─ MatMul(ones) ─ GreaterOrEqual(these bends) ─ MatMul(ones) ─ Cast ── fine                        │
///    └─ (x - from[piece]) · slope[piece] + to[piece], with piece = 8 · block + fine + 2 · slot
/// </code>
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

        // Knot 66 · slot + 8 · block + fine; the block has 8 · slot in it.
        string block = Node("Add", Coarse(x, knots, from.Name!), Multiples("quantiles.slot.blocks", Level));
        string fine = Fine(x, knots, from.Name!, block);
        string bend = Node("Add", Node("Mul", block, graph.Integers("quantiles.level", Level)), fine);
        string piece = Node("Add", bend, Multiples("quantiles.slot.knots", QuantileMap.Knots - QuantileMap.Bends));
        string beyond = Node("Sub", x, At(from.Name!, knots));
        string rise = Node("Mul", beyond, At($"{from.Name}.slopes", QuantileMap.Slopes(knots, values)));
        return Node("Add", rise, At(to.Name!, values));

        string At(string name, float[] perKnot) => Node("Gather", graph.Constant(name, perKnot, perKnot.Length), piece);
    }

    /// <summary>How many whole blocks of bends are not above each value, [N, D].</summary>
    private string Coarse(string x, float[] knots, string name)
    {
        // [7, 1, D]: the first bound of all slots, then the second, and so on.
        const int Bounds = Level - 1;
        var bounds = new float[Bounds * width];
        for (int i = 0; i < bounds.Length; i++)
        {
            bounds[i] = Bend(knots, i % width, Level * (1 + (i / width)));
        }

        string reached = Reached(x, graph.Constant($"{name}.bounds", bounds, Bounds, 1, width)); // [7, N, D]
        string rows = Node("Reshape", reached, graph.Integers("quantiles.bounds_shape", Bounds, -1));
        return Whole(Node("MatMul", Ones(1, Bounds), rows));
    }

    /// <summary>How many bends of its block are not above each value, [N, D].</summary>
    private string Fine(string x, float[] knots, string name, string block)
    {
        var bends = new float[width * QuantileMap.Bends];
        for (int i = 0; i < bends.Length; i++)
        {
            bends[i] = Bend(knots, i / QuantileMap.Bends, i % QuantileMap.Bends);
        }

        string ofBlock = Node("Gather", graph.Constant($"{name}.bends", bends, width * Level, Level), block);
        string ofValue = Node("Reshape", ofBlock, graph.Integers("quantiles.level_shape", -1, Level));

        // A product with ones copies each value beside its bends: comparing equal shapes is many times faster than broadcasting.
        string copies = Node("MatMul", Node("Reshape", x, graph.Integers("quantiles.column", -1, 1)), Ones(1, Level));
        return Whole(Node("MatMul", Reached(copies, ofValue), Ones(Level, 1)));
    }

    private string Reached(string x, string bounds) => Cast(Node("GreaterOrEqual", x, bounds), GraphBuilder.Element.Float);

    /// <summary>[N, D] whole numbers.</summary>
    private string Whole(string count) =>
        Cast(Node("Reshape", count, graph.Integers("quantiles.flat_shape", -1, width)), GraphBuilder.Element.Int64);

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

    private string Cast(string value, GraphBuilder.Element type) =>
        graph.Cast(graph.NameFor($"Cast({value}, {type})", "Cast"), value, type);

    private string Node(string operation, params string[] inputs) =>
        graph.Node(graph.NameFor($"{operation}({string.Join(", ", inputs)})", operation), operation, inputs);
}
