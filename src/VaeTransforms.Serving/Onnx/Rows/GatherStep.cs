namespace VaeTransforms.Onnx;

/// <summary>Some places of a value along an axis.</summary>
internal sealed class GatherStep(RowTensor a, RowTensor places, int axis, RowTensor output) : RowStep
{
    private readonly int _size = a.Shape[axis];
    private readonly int _inner = a.Inner(axis);
    private readonly int _outer = a.Outer(axis);

    public override void Run(float[] memory)
    {
        ReadOnlySpan<float> values = a.In(memory);
        ReadOnlySpan<float> chosen = places.In(memory);
        Span<float> result = output.In(memory);
        int target = 0;
        for (int outer = 0; outer < _outer; outer++)
        {
            foreach (float place in chosen)
            {
                int source = ((outer * _size) + (int)place) * _inner;
                if (_inner == 1)
                {
                    result[target] = values[source];
                }
                else
                {
                    values.Slice(source, _inner).CopyTo(result[target..]);
                }

                target += _inner;
            }
        }
    }
}
