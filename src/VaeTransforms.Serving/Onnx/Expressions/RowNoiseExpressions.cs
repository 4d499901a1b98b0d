namespace VaeTransforms.Onnx;

/// <summary>
/// Uniform numbers that follow from a row alone, as nodes of a graph: a row has the same ones in every process, batch and saved
/// pipeline, and other rows have others.
/// </summary>
/// <remarks>
/// ONNX has random operators, but their numbers depend on a state of the session: on the rows before, and on the runtime. So the
/// numbers are computed from the bits of the row, in whole numbers, which are exact everywhere. All are modulo the prime
/// p = 2³¹ - 1.
/// <para>
/// Two hashes of a row are sums of its bits, 24 at a time, with random factors: two rows that differ have equal hashes with a
/// probability of 1 / p². Carter and Wegman 1979, 'Universal classes of hash functions'. With the hashes as keys, three rounds
/// x → (x + key)⁵ make a number of each place. Albrecht and others 2016, 'MiMC'. The power is one to one, since 5 and p - 1 have
/// no common factor.
/// </para>
/// <code>
/// rows ─ Mul(2^shifts) ─ Mod(2²⁴) ─┬─ Mul ─ Mod ─ ReduceSum ─ Mod ─ hashes [N, 1]
/// mask ────────────────────────────┘
/// places ─ Add(hash) ─ ^5 ─ Add(other hash) ─ ^5 ─ Add(hash + c) ─ ^5 ─ Div(2⁸) ─ (+ ½) · 2⁻²³
/// </code>
/// </remarks>
/// <param name="graph">Where the nodes go.</param>
/// <param name="gaps">The rows.</param>
/// <param name="seed">Other seeds give other numbers.</param>
internal sealed class RowNoiseExpressions(GraphBuilder graph, GapExpressions gaps, int seed)
{
    private const long Prime = int.MaxValue;

    // A number and a half step fit the 24 bits of single precision, so that no number is rounded to 0 or 1.
    private const int Bits = 23;

    // The bits of a Single lie between those of 2^-149 and 2^127.
    private const int PieceBits = 24;
    private const int Pieces = 12;
    private const int HighestBit = 128;

    /// <summary>Numbers in (0, 1).</summary>
    /// <param name="count">How many for each row.</param>
    /// <returns>[N, count].</returns>
    public OnnxValue Uniforms(int count)
    {
        var random = new Random(seed);
        string row = Row(out int width);
        string first = Hash("noise.first", row, width, random);
        string second = Hash("noise.second", row, width, random);
        string state = Round("noise.round1", graph.Integers("noise.places", Numbers(count, random)), first); // [N, count]
        state = Round("noise.round2", state, second);
        state = Round("noise.round3", state, Sum("noise.again", first, graph.Integers("noise.constant", Numbers(1, random))));
        string whole = graph.Node("noise.whole", "Div", state, graph.Integers("noise.high_bits", 1L << (31 - Bits)));
        string single = graph.Cast("noise.single", whole, GraphBuilder.Element.Float);
        string middle = graph.Node("noise.middle", "Add", single, graph.Constant("noise.half", [0.5f]));
        float step = MathF.ScaleB(1, -Bits);
        return new OnnxValue(graph.Node("noise.uniforms", "Mul", middle, graph.Constant("noise.step", [step])), count);
    }

    /// <summary>The bits of each value, in pieces, and the mask: whole numbers, [N, width].</summary>
    private string Row(out int width)
    {
        int slots = gaps.Filled.Width;
        double[] shifts = [.. Enumerable.Range(1, Pieces).Select(i => Math.ScaleB(1, (PieceBits * i) - HighestBit))];
        string exact = graph.Cast("noise.double", gaps.Filled.Name!, GraphBuilder.Element.Double);
        string cells = graph.Node("noise.cells", "Reshape", exact, graph.Integers("noise.cells_shape", -1, slots, 1));
        string shifted = graph.Node("noise.shifted", "Mul", cells, graph.Doubles("noise.shifts", shifts)); // [N, D, pieces]
        string high = graph.Remainder("noise.pieces", shifted, graph.Doubles("noise.piece", Math.ScaleB(1, PieceBits)), true);
        string pieces = graph.Node(
            "noise.flat",
            "Reshape",
            graph.Cast("noise.bits", high, GraphBuilder.Element.Int64),
            graph.Integers("noise.flat_shape", -1, slots * Pieces));
        width = slots * (Pieces + 1);
        return graph.Concatenation(
            "noise.row", axis: 1, pieces, graph.Cast("noise.mask", gaps.Mask.Name!, GraphBuilder.Element.Int64));
    }

    /// <summary>A sum of a row with random factors, [N, 1].</summary>
    private string Hash(string name, string row, int width, Random random)
    {
        string product = graph.Node($"{name}.product", "Mul", row, graph.Integers($"{name}.factors", Numbers(width, random)));
        string sum = graph.Node(
            $"{name}.sum", "ReduceSum", Modulo($"{name}.terms", product), graph.Integers("noise.axis", 1));
        return Modulo(name, sum);
    }

    /// <summary>(state + key)⁵.</summary>
    private string Round(string name, string state, string key)
    {
        string x = Sum($"{name}.x", state, key);
        string square = Product($"{name}.x2", x, x);
        return Product(name, Product($"{name}.x4", square, square), x);
    }

    private string Sum(string name, string a, string b) => Modulo(name, graph.Node($"{name}.sum", "Add", a, b));

    private string Product(string name, string a, string b) => Modulo(name, graph.Node($"{name}.product", "Mul", a, b));

    private string Modulo(string name, string value) =>
        graph.Remainder($"{name}.mod", value, graph.Integers("noise.prime", Prime), isFractional: false);

    private static long[] Numbers(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1, Prime))];
}
