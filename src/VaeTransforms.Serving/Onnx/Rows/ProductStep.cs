using System.Numerics.Tensors;

namespace VaeTransforms.Onnx;

/// <summary>A product with a column, or with a matrix that is not constant.</summary>
/// <param name="a">[rows, inputs].</param>
/// <param name="b">[inputs, outputs].</param>
/// <param name="output">[rows, outputs].</param>
internal sealed class ProductStep(RowTensor a, RowTensor b, RowTensor output) : RowStep
{
    private readonly int _inputs = b.Shape[0];
    private readonly int _outputs = b.Shape[1];

    public override long MultiplyAdds => (long)a.Length * _outputs;

    public override void Run(float[] memory)
    {
        ReadOnlySpan<float> matrix = b.In(memory);
        ReadOnlySpan<float> rows = a.In(memory);
        Span<float> result = output.In(memory);
        for (int row = 0; row < rows.Length / _inputs; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * _inputs, _inputs);
            Span<float> products = result.Slice(row * _outputs, _outputs);
            if (_outputs == 1)
            {
                products[0] = TensorPrimitives.Dot(values, matrix);
                continue;
            }

            products.Clear();
            for (int i = 0; i < values.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(matrix.Slice(i * _outputs, _outputs), values[i], products, products);
            }
        }
    }
}
