using System.Globalization;
using VaeTransforms.Formulas;

namespace VaeTransforms.Onnx;

// Vectors of numbers, and operations on groups of columns.
internal sealed partial class OnnxOps
{
    public OnnxValue Vector(params double[] values) =>
        new(null, values.Length, new ArrayValue(values, values.Length), values.Length);

    public OnnxValue Matrix(double[] values, int outputs) =>
        new(null, outputs, new ArrayValue(values, outputs), values.Length / outputs, outputs);

    /// <remarks>
    /// Like <see cref="Columns"/>, of a product with constant weights it is a product with columns of the weights.
    /// </remarks>
    public OnnxValue SelectColumns(OnnxValue a, params int[] columns)
    {
        if (a.Constant is not null)
        {
            return Folded(a, constant => Arrays.SelectColumns(constant, columns))!;
        }

        if (ConstantAffine(a) is { } affine)
        {
            return Affine(affine.Input, SelectColumns(affine.Weight, columns), SelectColumns(affine.Bias, columns));
        }

        string text = string.Join('.', columns.Select(Text));
        string places = graph.Integers(
            graph.NameFor($"columns {text}", "columns"), [.. columns.Select(column => (long)column)]);
        return new OnnxValue(graph.Gather(Name("Gather", NameOf(a), places), NameOf(a), places, axis: 1), columns.Length);
    }

    public OnnxValue GroupSum(OnnxValue a, int groups) => a.Constant is null
        ? new OnnxValue(Reshaped(InnermostSum(Grouped(a, groups)), -1, groups), groups)
        : Folded(a, constant => Arrays.GroupSum(constant, groups))!;

    public OnnxValue GroupLogSumExp(OnnxValue a, int groups)
    {
        string grouped = Grouped(a, groups); // [N, groups, width]
        string largest = graph.InnermostMaximum(Name("ReduceMax.2", grouped), grouped); // [N, groups, 1]
        string sum = InnermostSum(Node("Exp", Node("Sub", grouped, largest)));
        return new OnnxValue(Reshaped(Node("Add", largest, Node("Log", sum)), -1, groups), groups);
    }

    public OnnxValue Repeat(OnnxValue a, int times)
    {
        if (a.Constant is not null)
        {
            return Folded(a, constant => Arrays.Repeat(constant, times))!;
        }

        string counts = graph.Integers("repeat." + Text(times), 1, 1, times);
        return new OnnxValue(
            Reshaped(Node("Tile", Reshaped(NameOf(a), -1, a.Width, 1), counts), -1, a.Width * times), a.Width * times);
    }

    public OnnxValue Tile(OnnxValue a, int copies)
    {
        string counts = graph.Integers("tile." + Text(copies), 1, copies);
        return new OnnxValue(graph.Node(Name("Tile", NameOf(a), counts), "Tile", NameOf(a), counts), copies * a.Width);
    }

    public OnnxValue Reshape(OnnxValue a, int width) => a.Constant is not null
        ? new OnnxValue(null, width, a.Constant with { Width = width }, a.Constant.Values.Length / width, width)
        : new OnnxValue(Reshaped(NameOf(a), -1, width), width);

    private string Grouped(OnnxValue a, int groups) => Reshaped(NameOf(a), -1, groups, a.Width / groups);

    private string InnermostSum(string value) => Node("ReduceSum", value, graph.Integers("axis.2", 2));

    private string Reshaped(string value, params long[] shape)
    {
        string sizes = string.Join('.', shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        return graph.Node(Name("Reshape", value, sizes), "Reshape", value, graph.Integers($"shape.{sizes}", shape));
    }
}
