using System.Numerics.Tensors;

namespace VaeTransforms.Formulas;

/// <summary>Computes formulas in double precision: the constants of ONNX graphs, and the reference of every test.</summary>
internal partial class ArrayOps : INormalizationOps<ArrayValue>, IScoreOps<ArrayValue>
{
    private int _uniforms;

    /// <summary>
    /// Random numbers for all layers of a network that trains, [rows, sum of widths]. Null, the default, outside training.
    /// </summary>
    public ArrayValue? Uniforms { get; init; }

    public ArrayValue Number(double value) => new(value);

    public ArrayValue Vector(params double[] values) => new(values, values.Length);

    public ArrayValue Matrix(double[] values, int outputs) => new(values, outputs);

    public int Width(ArrayValue a) => a.Width;

    public ArrayValue Add(ArrayValue a, ArrayValue b) => Each(a, b, (x, y) => x + y);

    public ArrayValue Subtract(ArrayValue a, ArrayValue b) => Each(a, b, (x, y) => x - y);

    public ArrayValue Multiply(ArrayValue a, ArrayValue b) => Each(a, b, (x, y) => x * y);

    public ArrayValue Divide(ArrayValue a, ArrayValue b) => Each(a, b, (x, y) => x / y);

    public ArrayValue Max(ArrayValue a, ArrayValue b) => Each(a, b, Math.Max);

    public ArrayValue WhereLess(ArrayValue a, ArrayValue b, ArrayValue selected, ArrayValue otherwise)
    {
        ArrayValue isLess = Each(a, b, (x, y) => x < y ? 1 : 0);
        return Add(
            Each(isLess, selected, (less, x) => less == 1 ? x : 0), Each(isLess, otherwise, (less, x) => less == 1 ? 0 : x));
    }

    public ArrayValue Exp(ArrayValue a) => Each(a, Math.Exp);

    public ArrayValue ExpM1(ArrayValue a) => Each(a, double.ExpM1);

    public ArrayValue Log(ArrayValue a) => Each(a, Math.Log);

    public ArrayValue Log1P(ArrayValue a) => Each(a, double.LogP1);

    public ArrayValue Sqrt(ArrayValue a) => Each(a, Math.Sqrt);

    public ArrayValue Abs(ArrayValue a) => Each(a, Math.Abs);

    public ArrayValue Tanh(ArrayValue a) => Each(a, Math.Tanh);

    public ArrayValue Sigmoid(ArrayValue a) => Each(a, x => 1 / (1 + Math.Exp(-x)));

    public ArrayValue Softplus(ArrayValue a) => Each(a, x => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x))));

    public ArrayValue Relu(ArrayValue a) => Each(a, x => Math.Max(x, 0));

    public ArrayValue Clamp(ArrayValue a, double lower, double upper) => Each(a, x => Math.Clamp(x, lower, upper));

    public ArrayValue Affine(ArrayValue x, ArrayValue weight, ArrayValue bias)
    {
        if (x.Width != weight.Rows || bias.Values.Length != weight.Width)
        {
            throw new ArgumentException(
                $"Rows of {x.Width} values do not fit weights [{weight.Rows}, {weight.Width}] and {bias.Values.Length} biases.");
        }

        var product = new double[x.Rows * weight.Width];
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> sums = product.AsSpan(row * weight.Width, weight.Width);
            bias.Values.CopyTo(sums);
            for (int i = 0; i < x.Width; i++)
            {
                TensorPrimitives.MultiplyAdd(
                    weight.Values.AsSpan(i * weight.Width, weight.Width), x.Values[(row * x.Width) + i], sums, sums);
            }
        }

        return new ArrayValue(product, weight.Width);
    }

    public ArrayValue RowSum(ArrayValue a, double factor = 1) => EachRow(a, row => factor * row.Sum());

    public ArrayValue RowMean(ArrayValue a) => EachRow(a, row => row.Average());

    public ArrayValue RowLogSumExp(ArrayValue a) => EachRow(a, row =>
    {
        double largest = row.Max();
        return largest + Math.Log(row.Sum(value => Math.Exp(value - largest)));
    });

    public ArrayValue GroupSum(ArrayValue a, int groups) => RowSum(Grouped(a, groups)) with { Width = groups };

    public ArrayValue GroupLogSumExp(ArrayValue a, int groups) => RowLogSumExp(Grouped(a, groups)) with { Width = groups };

    public ArrayValue Repeat(ArrayValue a, int times) =>
        new([.. a.Values.SelectMany(value => Enumerable.Repeat(value, times))], a.Width * times);

    public ArrayValue Tile(ArrayValue a, int copies) => new(
        [.. a.Values.Chunk(a.Width).SelectMany(row => Enumerable.Repeat(row, copies).SelectMany(copy => copy))],
        copies * a.Width);

    public ArrayValue Reshape(ArrayValue a, int width) => a with { Width = width };

    public ArrayValue Columns(ArrayValue a, int start, int count) =>
        new([.. a.Values.Chunk(a.Width).SelectMany(row => row[start..(start + count)])], count);

    public ArrayValue SelectColumns(ArrayValue a, params int[] columns) =>
        new([.. a.Values.Chunk(a.Width).SelectMany(row => columns.Select(column => row[column]))], columns.Length);

    public ArrayValue Concat(params IReadOnlyList<ArrayValue> parts)
    {
        int rows = parts.Max(part => part.Rows);
        var values = Enumerable.Range(0, rows)
            .SelectMany(row => parts.SelectMany(part => Enumerable.Range(0, part.Width).Select(column => part.At(row, column))));
        return new ArrayValue([.. values], parts.Sum(part => part.Width));
    }

    public ArrayValue Interpolate(ArrayValue x, ArrayValue from, ArrayValue to)
    {
        var values = new double[x.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // The last piece with a length that begins at or below x, or the first piece.
            int knot = i % x.Width * QuantileMap.Knots;
            int last = knot + QuantileMap.Knots - 2;
            while (knot < last && x.Values[i] >= from.Values[knot + 1] && from.Values[knot + 2] > from.Values[knot + 1])
            {
                knot++;
            }

            double slope = (to.Values[knot + 1] - to.Values[knot]) / (from.Values[knot + 1] - from.Values[knot]);
            values[i] = to.Values[knot] + ((x.Values[i] - from.Values[knot]) * slope);
        }

        return new ArrayValue(values, x.Width);
    }

    public bool TryUniforms(ArrayValue shapedLike, out ArrayValue uniforms)
    {
        uniforms = Uniforms is null ? Number(0) : Columns(Uniforms, _uniforms, shapedLike.Width);
        _uniforms += shapedLike.Width;
        return Uniforms is not null;
    }

    private static ArrayValue Grouped(ArrayValue a, int groups) => a with { Width = a.Width / groups };

    private static ArrayValue Each(ArrayValue a, Func<double, double> of) =>
        new(Array.ConvertAll(a.Values, value => of(value)), a.Width);

    private static ArrayValue EachRow(ArrayValue a, Func<double[], double> of) => new([.. a.Values.Chunk(a.Width).Select(of)], 1);

    private static ArrayValue Each(ArrayValue a, ArrayValue b, Func<double, double, double> of)
    {
        if ((a.Width != b.Width && a.Width != 1 && b.Width != 1) || (a.Rows != b.Rows && a.Rows != 1 && b.Rows != 1))
        {
            throw new ArgumentException($"[{a.Rows}, {a.Width}] and [{b.Rows}, {b.Width}] do not broadcast.");
        }

        int rows = Math.Max(a.Rows, b.Rows);
        int width = Math.Max(a.Width, b.Width);
        var values = new double[rows * width];
        ((int Row, int Column) stepA, (int Row, int Column) stepB) = (Steps(a), Steps(b));
        for (int row = 0, i = 0; row < rows; row++)
        {
            int startA = row * stepA.Row;
            int startB = row * stepB.Row;
            for (int column = 0; column < width; column++, i++)
            {
                values[i] = of(a.Values[startA + (column * stepA.Column)], b.Values[startB + (column * stepB.Column)]);
            }
        }

        return new ArrayValue(values, width);
    }

    /// <summary>How far the next row and the next column are; 0 where there is one, which stands for all.</summary>
    private static (int Row, int Column) Steps(ArrayValue value) =>
        (value.Rows == 1 ? 0 : value.Width, value.Width == 1 ? 0 : 1);
}
