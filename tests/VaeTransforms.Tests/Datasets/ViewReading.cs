using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Datasets;

/// <summary>Reads the columns of a view and their annotations.</summary>
internal static class ViewReading
{
    public static string[] SlotNames(this IDataView view)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Features"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    public static string[] LabelNames(this IDataView view)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Label"].GetKeyValues(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    public static float[][] Features(this IDataView view) => [.. view.GetColumn<float[]>("Features")];

    /// <summary>Labels as the view stores them: 0 is missing, 1 is the first key value.</summary>
    public static uint[] Keys(this IDataView view) => [.. view.GetColumn<uint>("Label")];
}
