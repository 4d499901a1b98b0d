using System.Globalization;
using VaeTransforms.Formulas;

namespace VaeTransforms.Onnx;

/// <summary>Writes formulas as nodes of a graph. What depends on constants alone is computed here, in double precision.</summary>
/// <remarks>The same operation on the same inputs is one node, however often formulas need it.</remarks>
internal sealed partial class OnnxOps(GraphBuilder graph) : INormalizationOps<OnnxValue>, IScoreOps<OnnxValue>
{
    private static readonly ArrayOps Arrays = new();

    private readonly Dictionary<string, (OnnxValue Input, OnnxValue Weight, OnnxValue Bias)> _affines = [];

    /// <summary>[N, 1]: 0 for rows of finite numbers, NaN for others. Sums of rows take it along.</summary>
    public string? Finiteness { get; set; }

    /// <summary>A learned array, under its name in a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">One or two sizes.</param>
    public static OnnxValue Weight(string name, float[] values, int[] shape) =>
        new(name, shape[^1], ArrayValue.Of(values, shape), shape);

    public OnnxValue Number(double value) => new(null, 1, new ArrayValue(value));

    public int Width(OnnxValue a) => a.Width;

    public OnnxValue Add(OnnxValue a, OnnxValue b) => Folded(a, b, Arrays.Add) ?? Elementwise("Add", a, b);

    public OnnxValue Subtract(OnnxValue a, OnnxValue b) => Folded(a, b, Arrays.Subtract) ?? Elementwise("Sub", a, b);

    public OnnxValue Multiply(OnnxValue a, OnnxValue b) => Folded(a, b, Arrays.Multiply) ?? Elementwise("Mul", a, b);

    public OnnxValue Divide(OnnxValue a, OnnxValue b) => Folded(a, b, Arrays.Divide) ?? Elementwise("Div", a, b);

    public OnnxValue Max(OnnxValue a, OnnxValue b) => Folded(a, b, Arrays.Max) ?? Elementwise("Max", a, b);

    public OnnxValue WhereLess(OnnxValue a, OnnxValue b, OnnxValue selected, OnnxValue otherwise)
    {
        string isLess = Node("Less", NameOf(a), NameOf(b));
        int width = new[] { a, b, selected, otherwise }.Max(value => value.Width);
        return new OnnxValue(Node("Where", isLess, NameOf(selected), NameOf(otherwise)), width);
    }

    public OnnxValue Exp(OnnxValue a) => Folded(a, Arrays.Exp) ?? Unary("Exp", a);

    public OnnxValue ExpM1(OnnxValue a) => Subtract(Exp(a), Number(1));

    public OnnxValue Log(OnnxValue a) => Folded(a, Arrays.Log) ?? Unary("Log", a);

    public OnnxValue Log1P(OnnxValue a) => Log(Add(a, Number(1)));

    public OnnxValue Sqrt(OnnxValue a) => Folded(a, Arrays.Sqrt) ?? Unary("Sqrt", a);

    public OnnxValue Abs(OnnxValue a) => Folded(a, Arrays.Abs) ?? Unary("Abs", a);

    public OnnxValue Tanh(OnnxValue a) => Folded(a, Arrays.Tanh) ?? Unary("Tanh", a);

    public OnnxValue Sigmoid(OnnxValue a) => Folded(a, Arrays.Sigmoid) ?? Unary("Sigmoid", a);

    /// <remarks>max(a, 0) - ln sigmoid(|a|): ONNX Runtime's own Softplus takes four times as long.</remarks>
    public OnnxValue Softplus(OnnxValue a) => Subtract(Relu(a), Log(Sigmoid(Abs(a))));

    public OnnxValue Relu(OnnxValue a) => Folded(a, Arrays.Relu) ?? Unary("Relu", a);

    public OnnxValue Clamp(OnnxValue a, double lower, double upper) => Folded(a, constant => Arrays.Clamp(constant, lower, upper))
        ?? new OnnxValue(Node("Clip", NameOf(a), NameOf(Number(lower)), NameOf(Number(upper))), a.Width);

    public OnnxValue Affine(OnnxValue x, OnnxValue weight, OnnxValue bias)
    {
        if (x.Constant is not null && weight.Constant is not null && bias.Constant is not null)
        {
            return Folded(Arrays.Affine(x.Constant, weight.Constant, bias.Constant), axes: 2);
        }

        var value = new OnnxValue(Node("Gemm", NameOf(x), NameOf(weight), NameOf(bias)), weight.Width);
        _affines.TryAdd(value.Name!, (x, weight, bias));
        return value;
    }

    /// <remarks>One product with a column sums a row, weights it, and takes the row's finiteness along.</remarks>
    public OnnxValue RowSum(OnnxValue a, double factor = 1)
    {
        if (a.Constant is not null)
        {
            return Folded(a, constant => Arrays.RowSum(constant, factor))!;
        }

        var column = new double[a.Width];
        Array.Fill(column, factor);
        string factors = NameOf(new OnnxValue(null, 1, new ArrayValue(column, 1), a.Width, 1));
        string sum = Finiteness is null ? Node("MatMul", NameOf(a), factors) : Node("Gemm", NameOf(a), factors, Finiteness);
        return new OnnxValue(sum, 1);
    }

    public OnnxValue RowMean(OnnxValue a) => RowSum(a, 1.0 / a.Width);

    public OnnxValue RowLogSumExp(OnnxValue a)
    {
        if (a.Constant is not null)
        {
            return Folded(a, Arrays.RowLogSumExp)!;
        }

        OnnxValue largest = new(graph.RowMaximum(Name("ReduceMax", NameOf(a)), NameOf(a)), 1);
        return Add(largest, Log(RowSum(Exp(Subtract(a, largest)))));
    }

    /// <remarks>
    /// Columns of a product with constant weights are a product with columns of the weights: the others are not computed.
    /// </remarks>
    public OnnxValue Columns(OnnxValue a, int start, int count)
    {
        if (start == 0 && count == a.Width)
        {
            return a;
        }

        if (a.Constant is not null)
        {
            return Folded(a, constant => Arrays.Columns(constant, start, count))!;
        }

        if (ConstantAffine(a) is { } affine)
        {
            return Affine(affine.Input, Columns(affine.Weight, start, count), Columns(affine.Bias, start, count));
        }

        string name = Name("Slice", NameOf(a), Text(start), Text(count));
        return new OnnxValue(graph.Columns(name, NameOf(a), start, start + count), count);
    }

    public OnnxValue Concat(params IReadOnlyList<OnnxValue> parts)
    {
        string[] names = [.. parts.Select(NameOf)];
        return new OnnxValue(graph.Concatenation(Name("Concat", names), axis: 1, names), parts.Sum(part => part.Width));
    }

    public OnnxValue Interpolate(OnnxValue x, OnnxValue from, OnnxValue to) =>
        new(new QuantileExpressions(graph, x.Width).Interpolated(NameOf(x), from, to), x.Width);

    public bool TryUniforms(OnnxValue shapedLike, out OnnxValue uniforms)
    {
        uniforms = Number(0);
        return false;
    }

    /// <summary>The name of a value; a constant becomes an initializer.</summary>
    public string NameOf(OnnxValue value)
    {
        if (value.Constant is not { } constant)
        {
            return value.Name!;
        }

        float[] values = Array.ConvertAll(constant.Values, number => (float)number);
        return graph.Constant(value.Name ?? ConstantName(values, value.Shape), values, value.Shape);
    }

    /// <summary>What a value is a product of, where its weights are constants.</summary>
    private (OnnxValue Input, OnnxValue Weight, OnnxValue Bias)? ConstantAffine(OnnxValue value) =>
        _affines.TryGetValue(value.Name!, out (OnnxValue Input, OnnxValue Weight, OnnxValue Bias) affine)
            && affine is { Weight.Constant: not null, Bias.Constant: not null }
                ? affine
                : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static OnnxValue? Folded(OnnxValue a, Func<ArrayValue, ArrayValue> compute) =>
        a.Constant is null ? null : Folded(compute(a.Constant), a.Shape.Length);

    private static OnnxValue? Folded(OnnxValue a, OnnxValue b, Func<ArrayValue, ArrayValue, ArrayValue> compute) =>
        a.Constant is null || b.Constant is null
            ? null
            : Folded(compute(a.Constant, b.Constant), Math.Max(a.Shape.Length, b.Shape.Length));

    private static OnnxValue Folded(ArrayValue value, int axes) => new(null, value.Width, value, axes switch
    {
        0 => [],
        1 => [value.Width],
        _ => [value.Rows, value.Width],
    });

    private OnnxValue Unary(string operation, OnnxValue a) => new(Node(operation, NameOf(a)), a.Width);

    private OnnxValue Elementwise(string operation, OnnxValue a, OnnxValue b) =>
        new(Node(operation, NameOf(a), NameOf(b)), Math.Max(a.Width, b.Width));

    private string Node(string operation, params string[] inputs) => graph.Node(Name(operation, inputs), operation, inputs);

    /// <summary>The name of what an operation gives: for the same inputs the same.</summary>
    private string Name(string operation, params string[] inputs) =>
        graph.NameFor($"{operation}({string.Join(", ", inputs)})", operation);

    private string ConstantName(float[] values, int[] shape)
    {
        string bits = string.Join(' ', values.Select(BitConverter.SingleToInt32Bits));
        return graph.NameFor($"[{string.Join(", ", shape)}] {bits}", "constant");
    }
}
