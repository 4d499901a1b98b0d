using System.Numerics.Tensors;
using VaeTransforms.Model;

namespace VaeTransforms.Formulas;

/// <summary>Doubles in rows: what <see cref="ArrayOps"/> computes with. A vector has one row, a number one value.</summary>
/// <param name="Values">[rows, width], row-major.</param>
/// <param name="Width">Values per row, from 1.</param>
internal sealed record ArrayValue(double[] Values, int Width)
{
    public ArrayValue(double number)
        : this([number], 1)
    {
    }

    public int Rows => Values.Length / Width;

    /// <summary>The values of a learned array; one with a single axis is a vector.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">One or two sizes.</param>
    public static ArrayValue Of(ReadOnlySpan<float> values, ReadOnlySpan<int> shape)
    {
        var doubles = new double[values.Length];
        TensorPrimitives.ConvertSaturating(values, doubles);
        return new ArrayValue(doubles, shape[^1]);
    }

    /// <summary>The values of a learned array.</summary>
    public static ArrayValue Of(NamedTensor array) => Of(array.Values, array.Shape);

    /// <summary>A value; where there is one row or one column, it stands for all.</summary>
    public double At(int row, int column) => Values[((Rows == 1 ? 0 : row) * Width) + (Width == 1 ? 0 : column)];
}
