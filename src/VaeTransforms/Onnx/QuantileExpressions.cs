using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>A <see cref="QuantileMap"/> as nodes of a graph, forwards and back.</summary>
/// <remarks>
/// How many of a slot's 64 bends are not above a value says on which piece it lies. They are counted in two levels of eight,
/// the second among the eight that the first leads to: in batches as fast as counting all at once, in a quarter of the
/// memory. Six halvings need as little, but three times the nodes, which is what a single row costs.
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
        string column = graph.Node($"{name}.column", "Reshape", x, graph.Integers("quantiles.column_shape", -1, _width, 1));
        string blocks = graph.Constant($"{name}.blocks", Bends(from, Level, 1), _width, Level - 1);
        string block = graph.Node($"{name}.block", "Add", Count($"{name}.coarse", column, blocks, Level - 1), Multiples("quantiles.slot.blocks", Level));
        string bends = graph.Constant($"{name}.bends", Bends(from, 1, 0), _width * Level, Level);
        string fine = Count($"{name}.fine", column, graph.Node($"{name}.block.bends", "Gather", bends, block), Level);

        // Knot slot · 66 + block · 8 + fine, where block already has slot · 8 in it.
        string piece = graph.Node($"{name}.piece", "Add",
            graph.Node($"{name}.before", "Add", graph.Node($"{name}.before.block", "Mul", block, graph.Integers("quantiles.level", Level)), fine),
            Multiples("quantiles.slot.knots", QuantileMap.Knots - QuantileMap.Bends));
        string beyond = graph.Node($"{name}.beyond", "Sub", x, At($"{name}.from", fromName, from));
        string rise = graph.Node($"{name}.rise", "Mul", beyond, At($"{name}.slope", $"{name}.slopes", slopes));
        return graph.Node(name, "Add", rise, At($"{name}.to", toName, to));

        string At(string node, string constant, float[] values) => graph.Node(node, "Gather", graph.Constant(constant, values, values.Length), piece);
    }

    /// <summary>How many bounds are not above each value, [N, D] whole numbers.</summary>
    private string Count(string name, string column, string bounds, int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1f);
        string reached = graph.Cast($"{name}.reached.number", graph.Node($"{name}.reached", "GreaterOrEqual", column, bounds), GraphBuilder.Element.Float);
        string sum = graph.Node($"{name}.sum", "MatMul", reached, graph.Constant($"quantiles.ones.{count}", ones, count, 1));
        return graph.Cast(name, graph.Node($"{name}.flat", "Reshape", sum, graph.Integers("quantiles.flat_shape", -1, _width)), GraphBuilder.Element.Int64);
    }

    /// <summary>Every so-manieth bend of each slot.</summary>
    /// <param name="knots">[D, knots].</param>
    /// <param name="every">One in so many.</param>
    /// <param name="skip">So many of them left out in front.</param>
    private float[] Bends(float[] knots, int every, int skip) =>
    [
        .. from slot in Enumerable.Range(0, _width)
           from i in Enumerable.Range(skip, (QuantileMap.Bends / every) - skip)
           select knots[(slot * QuantileMap.Knots) + 1 + (i * every)],
    ];

    /// <summary>[D]: a multiple of each slot's number.</summary>
    private string Multiples(string name, int factor) =>
        graph.Integers(name, [.. Enumerable.Range(0, _width).Select(slot => (long)slot * factor)]);
}
