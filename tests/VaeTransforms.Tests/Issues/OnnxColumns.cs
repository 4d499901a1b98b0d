using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Columns of a view beside tensors of ONNX Runtime.</summary>
internal static class OnnxColumns
{
    /// <summary>A column as the tensor that a graph asks for.</summary>
    public static NamedOnnxValue Input(IDataView view, string column, NodeMetadata metadata) => metadata.ElementDataType switch
    {
        TensorElementType.Float => Tensor<float>(view, column),
        TensorElementType.Double => Tensor<double>(view, column),
        TensorElementType.Bool => Tensor<bool>(view, column),
        TensorElementType.Int32 => Tensor<int>(view, column),
        TensorElementType.UInt32 => Tensor<uint>(view, column),
        TensorElementType.String => Tensor(column, [.. view.GetColumn<string>(column).Select(text => (string[])[text])]),
        _ => throw new NotSupportedException($"{metadata.ElementDataType}"),
    };

    /// <summary>Asserts that a tensor is [N, width] and has the values of a column; ML.NET's one-hot is [N, 1, width].</summary>
    public static void AssertNear(IDataView view, string column, DisposableNamedOnnxValue actual)
    {
        DataViewType type = view.Schema[column].Type;
        DataViewType item = type is VectorDataViewType vector ? vector.ItemType : type;
        switch (item)
        {
            case BooleanDataViewType:
                Compare(Rows<bool>(view, column), actual, Assert.Equal);
                break;
            case KeyDataViewType:
                Compare(Rows<uint>(view, column), actual, Assert.Equal);
                break;
            case NumberDataViewType when item.RawType == typeof(double):
                Compare(Rows<double>(view, column), actual, (a, b) => Assert.Equal(a, b, 1e-6 * Math.Max(1, Math.Abs(a))));
                break;
            default:
                Compare(Rows<float>(view, column), actual, (a, b) => Assert.Equal(a, b, 1e-3f * Math.Max(1, Math.Abs(a))));
                break;
        }
    }

    private static void Compare<T>(T[][] rows, DisposableNamedOnnxValue actual, Action<T, T> assert)
    {
        Tensor<T> tensor = actual.AsTensor<T>();
        Assert.Equal([rows.Length, rows[0].Length], [tensor.Dimensions[0], tensor.Dimensions[^1]]);
        Assert.Equal(rows.Length * rows[0].Length, tensor.Length);
        Assert.All(rows.SelectMany(row => row).Zip(tensor), pair => assert(pair.First, pair.Second));
    }

    private static NamedOnnxValue Tensor<T>(IDataView view, string column) => Tensor(column, Rows<T>(view, column));

    private static NamedOnnxValue Tensor<T>(string column, T[][] rows) => NamedOnnxValue.CreateFromTensor(
        column, new DenseTensor<T>(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]));

    private static T[][] Rows<T>(IDataView view, string column) => view.Schema[column].Type is VectorDataViewType
        ? [.. view.GetColumn<T[]>(column)]
        : [.. view.GetColumn<T>(column).Select(value => (T[])[value])];
}
