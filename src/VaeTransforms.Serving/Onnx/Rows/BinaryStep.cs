using System.Numerics.Tensors;

namespace VaeTransforms.Onnx;

/// <summary>An operation on two values, element by element.</summary>
internal sealed class BinaryStep(BinaryStep.Kernel kernel, Broadcast broadcast, RowTensor a, RowTensor b, RowTensor output)
    : RowStep
{
    /// <summary>The operations by the names of their nodes.</summary>
    public static readonly Dictionary<string, Kernel> Kernels = new()
    {
        ["Add"] = Commutative(TensorPrimitives.Add, TensorPrimitives.Add),
        ["Mul"] = Commutative(TensorPrimitives.Multiply, TensorPrimitives.Multiply),
        ["Max"] = Commutative(TensorPrimitives.Max, TensorPrimitives.Max),
        ["Sub"] = new(TensorPrimitives.Subtract, TensorPrimitives.Subtract, TensorPrimitives.Subtract),
        ["Div"] = new(TensorPrimitives.Divide, TensorPrimitives.Divide, TensorPrimitives.Divide),
        ["Less"] = new(Less, Less, (number, values, result) => Greater(values, number, result)),
        ["GreaterOrEqual"] = new(NotLess, NotLess, (number, values, result) => NotGreater(values, number, result)),
    };

    public delegate void OfValues(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result);

    public delegate void OfValuesAndNumber(ReadOnlySpan<float> a, float b, Span<float> result);

    public delegate void OfNumberAndValues(float a, ReadOnlySpan<float> b, Span<float> result);

    public override void Run(float[] memory)
    {
        ReadOnlySpan<float> left = a.In(memory);
        ReadOnlySpan<float> right = b.In(memory);
        Span<float> result = output.In(memory);
        int length = broadcast.Length;
        for (int stretch = 0; stretch < broadcast.Stretches; stretch++)
        {
            int leftStart = broadcast.Start(0, stretch);
            int rightStart = broadcast.Start(1, stretch);
            Span<float> part = result.Slice(stretch * length, length);
            if (!broadcast.Moves(1))
            {
                // Also where both stay: then there is one value in a stretch.
                kernel.ValuesAndNumber(left.Slice(leftStart, length), right[rightStart], part);
            }
            else if (!broadcast.Moves(0))
            {
                kernel.NumberAndValues(left[leftStart], right.Slice(rightStart, length), part);
            }
            else
            {
                kernel.Values(left.Slice(leftStart, length), right.Slice(rightStart, length), part);
            }
        }
    }

    private static Kernel Commutative(OfValues values, OfValuesAndNumber valuesAndNumber) =>
        new(values, valuesAndNumber, (a, b, result) => valuesAndNumber(b, a, result));

    private static void Less(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] < b[i] ? 1 : 0;
        }
    }

    private static void Less(ReadOnlySpan<float> a, float b, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] < b ? 1 : 0;
        }
    }

    private static void Greater(ReadOnlySpan<float> a, float b, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] > b ? 1 : 0;
        }
    }

    private static void NotLess(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] >= b[i] ? 1 : 0;
        }
    }

    private static void NotLess(ReadOnlySpan<float> a, float b, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] >= b ? 1 : 0;
        }
    }

    private static void NotGreater(ReadOnlySpan<float> a, float b, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = a[i] <= b ? 1 : 0;
        }
    }

    /// <summary>An operation for each pair of operands that occurs.</summary>
    internal sealed record Kernel(OfValues Values, OfValuesAndNumber ValuesAndNumber, OfNumberAndValues NumberAndValues);
}
