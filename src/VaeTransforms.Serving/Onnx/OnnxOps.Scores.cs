namespace VaeTransforms.Onnx;

internal sealed partial class OnnxOps
{
    /// <remarks>
    /// |x - r|² = |x|² - 2 x·r + |r|², so one product with all references shows which are nearest. It does not give the distance
    /// of a point that nearly coincides, so those few distances are then computed by their definition.
    /// <code>
    /// x ──┬─ Gemm(2 x·rᵀ - |r|²) ─ TopK ─┐
    /// r ──┼────────────────────────── Gather ─ Sub ─ Mul ─ ReduceSum ─ Reshape ─ Sqrt
    ///     └─ Reshape [N, 1, width] ────────────┘
    /// </code>
    /// </remarks>
    public OnnxValue NearestDistances(OnnxValue points, OnnxValue references, int count)
    {
        string x = NameOf(points);
        string r = NameOf(references); // [n, width]
        int rows = references.Constant!.Rows;
        string minusSquares = NameOf(Reshape(RowSum(Multiply(references, references), -1), rows)); // [1, n]
        string nearness = graph.TwiceProductWithTransposed(Name("Nearness", x, r), x, r, minusSquares); // [N, n]
        string places = graph.PlacesOfLargest(Name("TopK", nearness, Text(count)), nearness, count); // [N, count]
        string differences = Node("Sub", Node("Gather", r, places), Reshaped(x, -1, 1, points.Width)); // [N, count, width]
        string squares = Node("ReduceSum", Node("Mul", differences, differences), graph.Integers("axis.2", 2)); // [N, count, 1]
        return Sqrt(new OnnxValue(Reshaped(squares, -1, count), count));
    }
}
