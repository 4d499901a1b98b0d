namespace VaeTransforms.Onnx;

/// <summary>Values beside each other along an axis.</summary>
internal sealed class ConcatStep(RowTensor[] parts, int axis, RowTensor output) : RowStep
{
    private readonly int _outer = output.Outer(axis);

    public override void Run(float[] memory)
    {
        Span<float> result = output.In(memory);
        int target = 0;
        for (int outer = 0; outer < _outer; outer++)
        {
            foreach (RowTensor part in parts)
            {
                int length = part.Length / _outer;
                part.In(memory).Slice(outer * length, length).CopyTo(result[target..]);
                target += length;
            }
        }
    }
}
