using System.Numerics.Tensors;

namespace VaeTransforms.Onnx;

/// <summary>An operation on each value by itself.</summary>
internal sealed class UnaryStep(UnaryStep.Kernel kernel, RowTensor a, RowTensor output) : RowStep
{
    /// <summary>The operations by the names of their nodes.</summary>
    public static readonly Dictionary<string, Kernel> Kernels = new()
    {
        ["Exp"] = TensorPrimitives.Exp,
        ["Log"] = TensorPrimitives.Log,
        ["Sqrt"] = TensorPrimitives.Sqrt,
        ["Abs"] = TensorPrimitives.Abs,
        ["Tanh"] = TensorPrimitives.Tanh,
        ["Sigmoid"] = TensorPrimitives.Sigmoid,
        ["Relu"] = (values, result) => TensorPrimitives.Max(values, 0, result),
        ["Not"] = (values, result) => TensorPrimitives.Subtract(1, values, result),
        ["IsNaN"] = IsNaN,
    };

    public delegate void Kernel(ReadOnlySpan<float> values, Span<float> result);

    public override void Run(float[] memory) => kernel(a.In(memory), output.In(memory));

    /// <summary>Values cut to bounds.</summary>
    public static Kernel Clip(float lower, float upper) => (values, result) =>
    {
        TensorPrimitives.Max(values, lower, result);
        TensorPrimitives.Min(result, upper, result);
    };

    /// <summary>Without what stands behind the decimal point.</summary>
    public static void Truncate(ReadOnlySpan<float> values, Span<float> result) => TensorPrimitives.Truncate(values, result);

    /// <summary>1 for every number but 0.</summary>
    public static void IsTrue(ReadOnlySpan<float> values, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[i] == 0 ? 0 : 1;
        }
    }

    private static void IsNaN(ReadOnlySpan<float> values, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = float.IsNaN(values[i]) ? 1 : 0;
        }
    }
}
