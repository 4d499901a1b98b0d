using TorchSharp;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Arithmetic of tensors with numbers.</summary>
/// <remarks>
/// TorchSharp turns a number into a native scalar that a temporary object owns. Nothing refers to that object once its handle is
/// read, so a garbage collection at that moment frees the scalar before libtorch reads it: the call fails, or computes with other
/// memory. Here each scalar lives until its call has returned. Sums are here too, since they have a hidden factor of 1. A square
/// is x * x, not a power. No other file gives libtorch a number as an operand.
/// </remarks>
internal static class NumberArithmetic
{
    private static readonly Scalar One = 1.0.ToScalar();

    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar scalar = number.ToScalar();
        return x.add(scalar, One);
    }

    public static Tensor Times(this Tensor x, double number)
    {
        using Scalar scalar = number.ToScalar();
        return x.mul(scalar);
    }

    public static Tensor Between(this Tensor x, double lower, double upper)
    {
        using Scalar low = lower.ToScalar();
        using Scalar high = upper.ToScalar();
        return x.clamp(low, high);
    }

    /// <summary>x becomes x · number.</summary>
    public static Tensor TimesInPlace(this Tensor x, double number)
    {
        using Scalar scalar = number.ToScalar();
        return x.mul_(scalar);
    }

    /// <summary>x becomes x + number.</summary>
    public static Tensor PlusInPlace(this Tensor x, double number)
    {
        using Scalar scalar = number.ToScalar();
        return x.add_(scalar, One);
    }
}
