using System.Numerics.Tensors;

namespace VaeTransforms.Onnx;

/// <summary>The sum or the largest value along an axis.</summary>
internal sealed class ReduceStep(bool isSum, RowTensor a, int axis, RowTensor output) : RowStep
{
    private readonly int _size = a.Shape[axis];
    private readonly int _inner = a.Inner(axis);

    public override void Run(float[] memory)
    {
        ReadOnlySpan<float> values = a.In(memory);
        Span<float> result = output.In(memory);
        if (_inner == 1)
        {
            for (int i = 0; i < result.Length; i++)
            {
                ReadOnlySpan<float> part = values.Slice(i * _size, _size);
                result[i] = isSum ? TensorPrimitives.Sum(part) : TensorPrimitives.Max(part);
            }

            return;
        }

        for (int outer = 0; outer < result.Length / _inner; outer++)
        {
            Span<float> sums = result.Slice(outer * _inner, _inner);
            for (int i = 0; i < _size; i++)
            {
                ReadOnlySpan<float> part = values.Slice(((outer * _size) + i) * _inner, _inner);
                if (i == 0)
                {
                    part.CopyTo(sums);
                }
                else if (isSum)
                {
                    TensorPrimitives.Add(sums, part, sums);
                }
                else
                {
                    TensorPrimitives.Max(sums, part, sums);
                }
            }
        }
    }
}
