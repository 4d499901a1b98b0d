using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>A <see cref="QuantileMap"/> as nodes of a graph, forwards and back.</summary>
/// <remarks>
/// How many of a slot's 64 bends are not above a value says on which piece it lies. They are counted in two levels of eight,
/// the second among the eight that the first leads to: in batches in half the time and a quarter of the memory of counting
/// all at once. Six halvings need as little memory, but three times the nodes, which is what a single row costs; a tree for
/// each slot makes files larger and sessions slower to load.
/// </remarks>
internal sealed class QuantileExpressions(GraphBuilder graph, QuantileMap map)
{
    /// <summary>The initializers with the knots; a file keeps them under these names.</summary>
    public const string ValuesName = "input.quantiles.values";

    /// <inheritdoc cref="ValuesName"/>
    public const string NormalName = "input.quantiles.normal";

    /// <summary>Values counted at once for each value of a row.</summary>
    public const int Level = 8;

    private readonly int _width = map.Values.Length / QuantileMap.Knots;

    /// <param name="value">[N, D], centred and scaled.</param>
    /// <returns>[N, D].</returns>
    public string ToNormal(string value) =>
        Interpolated("to_normal", value, map.Values, ValuesName, map.Normal, NormalName, map.NormalPerValue);

    /// <param name="normal">[N, D].</param>
    /// <returns>[N, D], centred and scaled.</returns>
    public string ToValue(string normal) =>
        Interpolated("to_value", normal, map.Normal, NormalName, map.Values, ValuesName, map.ValuePerNormal);

    private string Interpolated(string name, string x, float[] from, string fromName, float[] to, string toName, float[] slopes)
    {
        name = $"quantiles.{name}";
        string block = graph.Node($"{name}.block", "Add", Coarse(name, x, from), Multiples("quantiles.slot.blocks", Level));

        // Knot slot · 66 + block · 8 + fine, where block already has slot · 8 in it.
        string piece = graph.Node($"{name}.piece", "Add",
            graph.Node($"{name}.before", "Add",
                graph.Node($"{name}.before.block", "Mul", block, graph.Integers("quantiles.level", Level)), Fine(name, x, from, block)),
            Multiples("quantiles.slot.knots", QuantileMap.Knots - QuantileMap.Bends));
        string beyond = graph.Node($"{name}.beyond", "Sub", x, At($"{name}.from", fromName, from));
        string rise = graph.Node($"{name}.rise", "Mul", beyond, At($"{name}.slope", $"{name}.slopes", slopes));
        return graph.Node(name, "Add", rise, At($"{name}.to", toName, to));

        string At(string node, string constant, float[] values) => graph.Node(node, "Gather", graph.Constant(constant, values, values.Length), piece);
    }

    /// <summary>How many whole blocks of bends lie below each value, [N, D]. All slots are compared with their first bounds, then with their second, and so on.</summary>
    private string Coarse(string name, string x, float[] knots)
    {
        const int Bounds = Level - 1;
        float[] bounds = [.. from i in Enumerable.Range(1, Bounds) from slot in Enumerable.Range(0, _width) select Bend(knots, slot, i * Level)];
        string reached = Reached($"{name}.coarse", x, graph.Constant($"{name}.blocks", bounds, Bounds, 1, _width)); // [7, N, D]
        string counted = graph.Node($"{name}.coarse.count", "MatMul",
            Ones(1, Bounds), graph.Node($"{name}.coarse.rows", "Reshape", reached, graph.Integers("quantiles.bounds_shape", Bounds, -1)));
        return Whole($"{name}.coarse.whole", counted);
    }

    /// <summary>How many bends of its block are not above each value, [N, D].</summary>
    private string Fine(string name, string x, float[] knots, string block)
    {
        float[] bends = [.. from slot in Enumerable.Range(0, _width) from i in Enumerable.Range(0, QuantileMap.Bends) select Bend(knots, slot, i)];
        string ofBlock = graph.Node($"{name}.bends.block", "Gather", graph.Constant($"{name}.bends", bends, _width * Level, Level), block);

        // A product with ones copies each value beside its bends: to compare equal shapes is many times faster than to spread one.
        string copies = graph.Node($"{name}.copies", "MatMul", graph.Node($"{name}.column", "Reshape", x, graph.Integers("quantiles.column", -1, 1)), Ones(1, Level));
        string reached = Reached($"{name}.fine", copies, graph.Node($"{name}.bends.rows", "Reshape", ofBlock, graph.Integers("quantiles.level_shape", -1, Level)));
        return Whole($"{name}.fine.whole", graph.Node($"{name}.fine.count", "MatMul", reached, Ones(Level, 1)));
    }

    private string Reached(string name, string x, string bounds) =>
        graph.Cast($"{name}.number", graph.Node($"{name}.reached", "GreaterOrEqual", x, bounds), GraphBuilder.Element.Float);

    /// <summary>[N, D] whole numbers.</summary>
    private string Whole(string name, string count) => graph.Cast(
        name, graph.Node($"{name}.flat", "Reshape", count, graph.Integers("quantiles.flat_shape", -1, _width)), GraphBuilder.Element.Int64);

    private string Ones(int rows, int columns)
    {
        float[] ones = new float[rows * columns];
        Array.Fill(ones, 1f);
        return graph.Constant($"quantiles.ones.{rows}.{columns}", ones, rows, columns);
    }

    private static float Bend(float[] knots, int slot, int bend) => knots[(slot * QuantileMap.Knots) + 1 + bend];

    /// <summary>[D]: a multiple of each slot's number.</summary>
    private string Multiples(string name, int factor) =>
        graph.Integers(name, [.. Enumerable.Range(0, _width).Select(slot => (long)slot * factor)]);
}
